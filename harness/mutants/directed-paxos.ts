/** Scenarios that kill rare bugs of Paxos and Multi-Paxos, as `replay` reads them. Keys are those of the catalogue. */
export const directedPaxos: Readonly<Record<string, string>> = {
  'multi-paxos/M06': `scenario 1
# SafeAt: slot 1, ballot 5: {0,1} chose another value in ballot 0, or can still do so
algorithm multi-paxos
mutant multi-paxos/M06
nodes 3
quorums 2/2
seed 37
policy batch=3 window=3 thrifty=false leader=0 election=15:45 heartbeat=12
snapshots 64
disk instant
breaks SafeAt

0 start 0
0 start 1
0 start 2
1.429 deliver 0 2 prepare ballot=0 fromSlot=1
4.362 deliver 2 0 promise ballot=0 firstSlot=1 votes=[]
12.89 request 0 0.1 put k1
18.558 deliver 0 1 accept ballot=0 slot=1 batch=[0.1] chosenBelow=1
38.18 deliver 1 0 accepted ballot=0 slot=1
38.18 request 0 0.4 put k0
42.516 deliver 0 1 accept ballot=0 slot=2 batch=[0.4] chosenBelow=2
95.024 timer 2 election
102.222 deliver 2 1 prepare ballot=5 fromSlot=1
103.859 deliver 1 2 promise ballot=5 firstSlot=1 votes=(ballot=0 slot=2 batch=[0.4] chosenBelow=2)
`,
  'multi-paxos/P08': `scenario 1
# PromiseKept: node 0 promises 0 after it promised 2
algorithm multi-paxos
mutant multi-paxos/P08
nodes 3
quorums 2/2
seed 103
policy batch=1 window=3 thrifty=false leader=auto election=40:90 heartbeat=5
snapshots 3
disk instant
breaks PromiseKept

0 start 0
0 start 1
0 start 2
48.988 timer 2 election
51.043 deliver 2 1 prepare ballot=2 fromSlot=1
52.922 deliver 1 2 promise ballot=2 firstSlot=1 votes=[]
57.79 request 2 2.1 put k0
60.325 deliver 2 0 accept ballot=2 slot=1 batch=[2.1] chosenBelow=1
110.234 timer 0 election
`,
  'multi-paxos/X03': `scenario 1
# OneValuePerBallot: slot 1 has two values in ballot 1
algorithm multi-paxos
mutant multi-paxos/X03
nodes 7
quorums 4/7
seed 24652
policy batch=1 window=5 thrifty=false leader=1 election=40:90 heartbeat=12
snapshots 3
disk script
breaks OneValuePerBallot

0 start 1
0 start 2
0 start 3
0 start 4
0 start 5
0.129 deliver 1 4 prepare ballot=1 fromSlot=1
0.198 deliver 1 5 prepare ballot=1 fromSlot=1
0.365 deliver 1 3 prepare ballot=1 fromSlot=1
0.621 deliver 1 2 prepare ballot=1 fromSlot=1
0.839 disk 2 1
2.033 deliver 2 1 promise ballot=1 firstSlot=1 votes=[]
2.457 disk 3 1
3.622 disk 5 1
3.682 deliver 3 1 promise ballot=1 firstSlot=1 votes=[]
5.411 disk 4 1
5.419 deliver 4 1 promise ballot=1 firstSlot=1 votes=[]
5.804 deliver 5 1 promise ballot=1 firstSlot=1 votes=[]
7.757 request 1 2.1 get k0
8.426 crash 1
32.964 start 1
33.283 deliver 5 1 promise ballot=1 firstSlot=1 votes=[]
34.199 deliver 3 1 promise ballot=1 firstSlot=1 votes=[]
34.216 deliver 4 1 promise ballot=1 firstSlot=1 votes=[]
37.94 disk 1 1
47.977 request 1 3.1 put k0
`,
  'multi-paxos/X04': `scenario 1
# ChosenBeforeLearned: node 4 learns in slot 1 what no phase-2 quorum voted
algorithm multi-paxos
mutant multi-paxos/X04
nodes 5
quorums 3/3
seed 1154
policy batch=3 window=6 thrifty=false leader=auto election=15:45 heartbeat=12
snapshots 4
disk instant
breaks ChosenBeforeLearned

0 start 0
0 start 1
0 start 2
0 start 3
0 start 4
18.47 timer 4 election
32.953 deliver 4 0 prepare ballot=4 fromSlot=1
34.252 deliver 4 3 prepare ballot=4 fromSlot=1
45.212 deliver 0 4 promise ballot=4 firstSlot=1 votes=[]
50.565 deliver 3 4 promise ballot=4 firstSlot=1 votes=[]
51.486 timer 0 election
52.002 request 4 5.1 get k1
53.301 deliver 4 0 heartbeat ballot=4 chosenBelow=1
55.213 deliver 4 1 accept ballot=4 slot=1 batch=[5.1] chosenBelow=1
55.341 deliver 0 4 rejected ballot=4 promised=5
82.247 timer 4 election
84.579 deliver 4 0 prepare ballot=14 fromSlot=1
85.355 deliver 4 2 prepare ballot=14 fromSlot=1
88.032 deliver 2 4 promise ballot=14 firstSlot=1 votes=[]
88.744 deliver 0 4 promise ballot=14 firstSlot=1 votes=[]
105.844 deliver 1 4 accepted ballot=4 slot=1
115.83 deliver 4 2 accept ballot=14 slot=1 batch=[5.1] chosenBelow=1
124.881 deliver 2 4 accepted ballot=14 slot=1
`,
  'paxos/X01': `scenario 1
# OneValuePerBallot: slot 3 has [1.1] in ballot 7, and [] of node 1
algorithm paxos
mutant paxos/X01
nodes 3
quorums 1/3
seed 18656
policy batch=3 window=4 thrifty=false leader=auto election=40:90 heartbeat=12
snapshots 2
disk script
breaks OneValuePerBallot

0 start 0
0 start 1
0 start 2
0 request 1 1.1 get k0
0 request 2 2.1 get k1
0 request 1 4.1 get k0
0 request 2 5.1 put k0
1.933 disk 2 2
2.821 deliver 2 1 accept slot=1 ballot=5 value=[2.1]
2.864 disk 2 3
3.073 deliver 2 0 accept slot=1 ballot=5 value=[2.1]
6.58 disk 1 7
7.126 deliver 1 2 accepted slot=1 ballot=5
12.876 disk 0 9
13.347 deliver 0 2 accepted slot=1 ballot=5
13.347 request 2 2.2 get k0
13.866 deliver 2 1 chosen slot=1 value=[2.1]
16.269 deliver 1 0 prepare slot=3 ballot=7
19.525 disk 0 7
20.105 deliver 0 1 promise slot=3 ballot=7 acceptedBallot=-1 acceptedValue=[]
20.394 disk 2 3
23.189 crash 1 1
25.695 start 1
31.575 timer 1 heartbeat
75.974 deliver 2 1 accept slot=3 ballot=5 value=[2.2]
79.575 timer 1 heartbeat
83.459 deliver 0 1 promise slot=3 ballot=7 acceptedBallot=-1 acceptedValue=[]
`,
  'multi-paxos/X02': `scenario 1
# Agreement: node 0 learns in slot 1 another value than was learned before
algorithm multi-paxos
mutant multi-paxos/X02
nodes 3
quorums 2/2
seed 74365
policy batch=1 window=5 thrifty=true leader=auto election=15:45 heartbeat=5
snapshots 64
disk instant
breaks Agreement

0 start 0
0 start 1
0 start 2
21.456 timer 0 election
23.892 deliver 0 1 prepare ballot=0 fromSlot=1
24.322 deliver 1 0 promise ballot=0 firstSlot=1 votes=[]
28.029 request 0 0.1 put k0
41.197 timer 1 election
42.125 deliver 1 2 prepare ballot=4 fromSlot=1
42.907 deliver 2 1 promise ballot=4 firstSlot=1 votes=[]
74.386 request 1 1.1 put k0
75.025 deliver 1 2 accept ballot=4 slot=1 batch=[1.1] chosenBelow=1
75.903 request 1 0.1 put k0
76.493 deliver 2 1 accepted ballot=4 slot=1
94.765 timer 1 retransmission
98.98 timer 1 retransmission
163.904 deliver 1 0 accept ballot=4 slot=2 batch=[0.1] chosenBelow=2
168.392 crash 0
176.727 start 0
`,
};
