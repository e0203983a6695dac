/**
 * Boolean expressions, as in quoracle (Whittaker et al. 2021): `a*b + choose(2, c, d, e)`. `*` is and, `+` is or and
 * binds less; `choose(k, …)` is any k of its parts, `majority(…)` more than half. Parts may be expressions.
 */
import { allOf, anyOf, atLeast, majority, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import type { NodeNames } from './node-names.ts';

export interface ExpressionSpec {
  readonly kind: 'expr';
  readonly expr: string;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

/** Parentheses and calls may nest so deep: deeper is a mistake, and would exhaust the stack. */
const MAX_DEPTH = 200;

export function expressionFormula(spec: ExpressionSpec, names: NodeNames): Formula {
  return new Parser(spec.expr, names).parse();
}

class Parser {
  readonly #text: string;
  readonly #names: NodeNames;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, names: NodeNames) {
    this.#text = text;
    this.#names = names;
    this.#tokens = this.#tokenize();
  }

  parse(): Formula {
    const formula = this.#sum();
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) this.#fail(`${rest.text} is not expected here; join terms by + or *`, rest.at);
    return formula;
  }

  #sum(): Formula {
    if (++this.#depth > MAX_DEPTH) this.#fail(`more than ${MAX_DEPTH} levels deep; write it flatter`, this.#at());
    const terms = [this.#product()];
    while (this.#accept('+')) terms.push(this.#product());
    this.#depth--;
    return terms.length === 1 ? terms[0]! : anyOf(terms);
  }

  #product(): Formula {
    const factors = [this.#factor()];
    while (this.#accept('*')) factors.push(this.#factor());
    return factors.length === 1 ? factors[0]! : allOf(factors);
  }

  #factor(): Formula {
    const token = this.#tokens[this.#next++];
    if (token === undefined) this.#fail('a node, ( or choose(…) is expected at the end', this.#text.length);
    if (token.text === '(') {
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    if (/^[+*(),]$/.test(token.text)) this.#fail(`a node, ( or choose(…) is expected, not ${token.text}`, token.at);
    if (this.#tokens[this.#next]?.text === '(') return this.#call(token);
    try {
      return this.#names.index(token.text, 'the expression');
    } catch (error) {
      if (error instanceof InvalidQuorum) throw new InvalidQuorum(`${error.message}${this.#caret(token.at)}`);
      throw error;
    }
  }

  #call(name: Token): Formula {
    if (name.text !== 'choose' && name.text !== 'majority') {
      this.#fail(`no function ${name.text}; there are choose(k, …) and majority(…)`, name.at);
    }
    this.#expect('(');
    const size = name.text === 'choose' ? this.#tokens[this.#next++] : undefined;
    if (size !== undefined) this.#expect(',');
    const parts = [this.#sum()];
    while (this.#accept(',')) parts.push(this.#sum());
    this.#expect(')');
    const need = size === undefined ? majority(parts.length) : Number(size.text);
    if (!Number.isInteger(need) || need < 1 || need > parts.length) {
      this.#fail(`choose ${size?.text} of ${parts.length}: give a whole number from 1 to ${parts.length}`, name.at);
    }
    return atLeast(need, parts);
  }

  #accept(text: string): boolean {
    if (this.#tokens[this.#next]?.text !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail(`${text} is expected`, this.#at());
  }

  #at(): number {
    return this.#tokens[this.#next]?.at ?? this.#text.length;
  }

  #tokenize(): Token[] {
    const tokens: Token[] = [];
    // The last alternative takes any other single character, to be refused.
    for (const match of this.#text.matchAll(/[+*(),]|[\p{L}\p{N}_.:-]+|\S/gu)) {
      if (!/^(?:[+*(),]|[\p{L}\p{N}_.:-]+)$/u.test(match[0])) {
        this.#fail(`${match[0]} means nothing here; use names, +, *, commas and parentheses`, match.index);
      }
      tokens.push({ text: match[0], at: match.index });
    }
    return tokens;
  }

  #fail(problem: string, at: number): never {
    throw new InvalidQuorum(`expression does not parse: ${problem}${this.#caret(at)}`);
  }

  #caret(at: number): string {
    return `\n  ${this.#text.replaceAll(/\s/g, ' ')}\n  ${' '.repeat(at)}^`;
  }
}
