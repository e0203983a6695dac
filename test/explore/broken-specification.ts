/** The specification of Paxos with one rule broken each. */
import type { Successors } from '../../harness/explore/model.ts';
import { PaxosSpecification } from '../../harness/explore/models/paxos-specification.ts';

/** Phase1b: the acceptor answers and does not remember the ballot. */
export class PromiseIsForgotten extends PaxosSpecification {
  protected override phase1b(state: Int32Array, acceptor: number, ballot: number, to: Successors): void {
    super.phase1b(state, acceptor, ballot, restoring(to, this.maxBal + acceptor, state));
  }
}

/** Phase2b: to accept a ballot is not to promise it. */
export class AcceptIsNoPromise extends PaxosSpecification {
  protected override phase2b(state: Int32Array, acceptor: number, ballot: number, to: Successors): void {
    super.phase2b(state, acceptor, ballot, restoring(to, this.maxBal + acceptor, state));
  }
}

/** Phase2a: proposes any value, whatever the promises report. */
export class ReportsAreIgnored extends PaxosSpecification {
  protected override mayPropose(state: Int32Array, ballot: number): boolean {
    let quorum = 0;
    for (let acceptor = 0; acceptor < this.acceptors; acceptor++) {
      if (state[this.sent1b + acceptor * this.ballots + ballot] !== 0) quorum |= 1 << acceptor;
    }
    return this.quorums.isPhase1(quorum);
  }
}

/** Phase2a: adopts the value of the lowest ballot that the promises report. */
export class LowestIsAdopted extends PaxosSpecification {
  protected override mayPropose(state: Int32Array, ballot: number, value: number): boolean {
    let silent = 0;
    const voters = new Array<number>(this.ballots).fill(0);
    const isFor = new Array<boolean>(this.ballots).fill(false);
    for (let acceptor = 0; acceptor < this.acceptors; acceptor++) {
      const sent = state[this.sent1b + acceptor * this.ballots + ballot]! - 1;
      if (sent === -1) continue;
      const mbal = Math.floor(sent / (this.values + 1)) - 1;
      if (mbal === -1) silent |= 1 << acceptor;
      else {
        voters[mbal]! |= 1 << acceptor;
        isFor[mbal] ||= (sent % (this.values + 1)) - 1 === value;
      }
    }
    if (this.quorums.isPhase1(silent)) return true;
    // The most that a quorum whose lowest vote is this one can contain.
    return isFor.some((isOfValue, lowest) => {
      const above = voters.slice(lowest).reduce((set, voter) => set | voter, silent);
      return isOfValue && this.quorums.isPhase1(above);
    });
  }
}

/** Hands successors on with one variable as it was. */
function restoring(to: Successors, variable: number, before: Int32Array): Successors {
  return {
    next: to.next,
    add(action) {
      to.next[variable] = before[variable]!;
      to.add(action);
    },
    violate: (action, violation) => to.violate(action, violation),
  };
}
