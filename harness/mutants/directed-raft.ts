/** Scenarios that kill rare bugs of Raft, as `replay` reads them. Keys are those of the catalogue. */
export const directedRaft: Readonly<Record<string, string>> = {
  'raft/R03': `scenario 1
# LeaderCompleteness: node 0 leads term 6 without entry 2 of term 1, committed in term 5
algorithm raft
mutant raft/R03
nodes 5
quorums 3/3
seed 3584
policy batch=3 window=1 thrifty=false leader=auto election=15:45 heartbeat=12
snapshots 4
disk instant
breaks LeaderCompleteness

0 start 0
0 start 1
0 start 2
0 start 3
0 start 4
18.816 timer 2 election
24.503 deliver 2 1 requestVote term=1 lastLogIndex=0 lastLogTerm=0
27.605 deliver 2 0 requestVote term=1 lastLogIndex=0 lastLogTerm=0
29.042 deliver 0 2 requestVoteReply term=1 voteGranted=true
30.104 deliver 1 2 requestVoteReply term=1 voteGranted=true
34.364 deliver 2 0 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
35.599 deliver 2 3 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
36.838 deliver 2 4 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
41.939 timer 1 election
46.847 request 2 3.1 put k1
61.583 deliver 1 0 requestVote term=2 lastLogIndex=0 lastLogTerm=0
65.878 timer 0 election
97.318 timer 0 election
100.981 deliver 0 2 requestVote term=4 lastLogIndex=1 lastLogTerm=1
101.806 deliver 0 1 requestVote term=4 lastLogIndex=1 lastLogTerm=1
102.741 deliver 0 3 requestVote term=4 lastLogIndex=1 lastLogTerm=1
106.288 timer 2 election
109.205 deliver 1 0 requestVoteReply term=4 voteGranted=true
109.799 deliver 3 0 requestVoteReply term=4 voteGranted=true
110.771 deliver 2 0 requestVote term=5 lastLogIndex=2 lastLogTerm=1
111.096 deliver 2 4 requestVote term=5 lastLogIndex=2 lastLogTerm=1
126.128 timer 0 election
127.233 deliver 2 1 requestVote term=5 lastLogIndex=2 lastLogTerm=1
133.724 deliver 4 2 requestVoteReply term=5 voteGranted=true
135.436 deliver 1 2 requestVoteReply term=5 voteGranted=true
137.411 deliver 2 3 appendEntries term=5 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=5 batch=[]) leaderCommit=0
140.677 deliver 3 2 appendEntriesReply term=5 success=false matchIndex=0 prevLogIndex=2 conflictIndex=2 conflictTerm=0
141.632 deliver 2 3 appendEntries term=5 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[3.1]) leaderCommit=0
143.754 deliver 3 2 appendEntriesReply term=5 success=true matchIndex=2 prevLogIndex=1 conflictIndex=0 conflictTerm=0
144.361 deliver 2 4 appendEntries term=5 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=5 batch=[]) leaderCommit=0
147.895 deliver 4 2 appendEntriesReply term=5 success=false matchIndex=0 prevLogIndex=2 conflictIndex=2 conflictTerm=0
148.483 deliver 2 4 appendEntries term=5 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[3.1]) leaderCommit=0
150.368 deliver 4 2 appendEntriesReply term=5 success=true matchIndex=2 prevLogIndex=1 conflictIndex=0 conflictTerm=0
156.452 deliver 0 1 requestVote term=6 lastLogIndex=2 lastLogTerm=4
157.698 deliver 0 4 requestVote term=6 lastLogIndex=2 lastLogTerm=4
157.9 deliver 1 0 requestVoteReply term=6 voteGranted=true
158.797 deliver 4 0 requestVoteReply term=6 voteGranted=true
`,
  'raft/D04': `scenario 1
# VoteOnce: node 1 votes for 0 and 2 in term 2
algorithm raft
mutant raft/D04
nodes 3
quorums 2/2
seed 14849
policy batch=3 window=4 thrifty=false leader=2 election=15:45 heartbeat=12
snapshots 2
disk instant
breaks VoteOnce

0 start 0
0 start 1
0 start 2
5.994 deliver 2 1 requestVote term=1 lastLogIndex=0 lastLogTerm=0
11.963 deliver 1 2 requestVoteReply term=1 voteGranted=true
12.781 deliver 2 1 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
17.584 deliver 2 0 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
18.792 deliver 1 2 appendEntriesReply term=1 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
23.529 request 2 0.1 put k0
23.554 request 2 3.1 put k1
23.963 timer 2 heartbeat
26.818 deliver 2 1 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[0.1]) leaderCommit=1
28.428 deliver 2 1 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[3.1]) leaderCommit=1
28.428 deliver 2 1 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=[] leaderCommit=1
30.305 deliver 2 0 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[0.1]) leaderCommit=1
30.305 deliver 2 0 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[3.1]) leaderCommit=1
31.938 request 2 2.1 put k0
36.217 deliver 1 2 appendEntriesReply term=1 success=true matchIndex=3 prevLogIndex=3 conflictIndex=0 conflictTerm=0
38.867 deliver 2 0 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[2.1]) leaderCommit=1
38.963 deliver 2 1 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[2.1]) leaderCommit=1
40.632 request 2 1.1 get k1
45.829 deliver 2 0 appendEntries term=1 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=1 batch=[1.1]) leaderCommit=3
47.16 request 2 0.2 put k0
47.7 deliver 2 1 appendEntries term=1 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=1 batch=[1.1]) leaderCommit=3
48.778 deliver 0 2 appendEntriesReply term=1 success=true matchIndex=4 prevLogIndex=3 conflictIndex=0 conflictTerm=0
51.128 deliver 2 1 appendEntries term=1 prevLogIndex=5 prevLogTerm=1 entries=(index=6 term=1 batch=[0.2]) leaderCommit=3
53.68 request 2 3.2 get k1
55.047 deliver 2 0 appendEntries term=1 prevLogIndex=5 prevLogTerm=1 entries=(index=6 term=1 batch=[0.2]) leaderCommit=3
55.047 deliver 2 0 appendEntries term=1 prevLogIndex=6 prevLogTerm=1 entries=(index=7 term=1 batch=[3.2]) leaderCommit=4
55.342 deliver 1 2 appendEntriesReply term=1 success=true matchIndex=6 prevLogIndex=5 conflictIndex=0 conflictTerm=0
56.721 request 2 2.2 get k1
66.15 deliver 2 0 appendEntries term=1 prevLogIndex=7 prevLogTerm=1 entries=(index=8 term=1 batch=[2.2]) leaderCommit=6
66.667 deliver 0 2 appendEntriesReply term=1 success=true matchIndex=8 prevLogIndex=7 conflictIndex=0 conflictTerm=0
72.445 request 2 0.3 put k0
74.747 request 2 1.2 put k1
74.78 request 2 2.3 get k0
78.292 request 2 3.3 put k1
78.656 deliver 2 0 appendEntries term=1 prevLogIndex=8 prevLogTerm=1 entries=(index=9 term=1 batch=[0.3]) leaderCommit=8
78.656 deliver 2 0 appendEntries term=1 prevLogIndex=9 prevLogTerm=1 entries=(index=10 term=1 batch=[1.2]) leaderCommit=8
81.531 deliver 2 0 appendEntries term=1 prevLogIndex=11 prevLogTerm=1 entries=(index=12 term=1 batch=[3.3]) leaderCommit=8
82.599 deliver 0 2 appendEntriesReply term=1 success=true matchIndex=10 prevLogIndex=9 conflictIndex=0 conflictTerm=0
90.249 deliver 0 2 appendEntriesReply term=1 success=false matchIndex=0 prevLogIndex=11 conflictIndex=11 conflictTerm=0
97.47 deliver 2 0 appendEntries term=1 prevLogIndex=10 prevLogTerm=1 entries=(index=11 term=1 batch=[2.3], index=12 term=1 batch=[3.3]) leaderCommit=10
98.436 deliver 0 2 appendEntriesReply term=1 success=true matchIndex=12 prevLogIndex=10 conflictIndex=0 conflictTerm=0
101.655 request 2 0.4 put k0
102.32 request 2 1.3 put k0
104.121 deliver 2 0 appendEntries term=1 prevLogIndex=12 prevLogTerm=1 entries=(index=13 term=1 batch=[0.4]) leaderCommit=12
105.469 crash 2
108.735 deliver 2 0 appendEntries term=1 prevLogIndex=13 prevLogTerm=1 entries=(index=14 term=1 batch=[1.3]) leaderCommit=12
137.422 timer 0 election
146.367 deliver 0 1 requestVote term=2 lastLogIndex=14 lastLogTerm=1
191.213 crash 1
200.946 start 2
217.295 timer 2 election
220.276 start 1
221.681 deliver 2 1 requestVote term=2 lastLogIndex=14 lastLogTerm=1
`,
  'raft/R07': `scenario 1
# LogMatching: on node 1 entry (index 6, term 2) follows term 1, elsewhere it follows term 2
algorithm raft
mutant raft/R07
nodes 3
quorums 2/2
seed 59
policy batch=3 window=4 thrifty=true leader=1 election=15:45 heartbeat=5
snapshots 64
disk instant
breaks LogMatching

0 start 0
0 start 1
0 start 2
1.682 deliver 1 0 requestVote term=1 lastLogIndex=0 lastLogTerm=0
4.653 deliver 0 1 requestVoteReply term=1 voteGranted=true
4.837 deliver 1 2 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
6.278 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
10.904 request 1 0.1 put k1
12.131 deliver 1 2 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[0.1]) leaderCommit=1
13.772 request 1 1.1 put k0
14.213 deliver 1 2 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[1.1]) leaderCommit=1
14.653 timer 1 heartbeat
17.433 deliver 1 2 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=[] leaderCommit=1
20.399 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=3 prevLogIndex=3 conflictIndex=0 conflictTerm=0
20.564 request 1 1.2 put k0
21.36 request 1 0.2 get k1
23.287 deliver 1 2 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[1.2]) leaderCommit=3
43.364 timer 2 election
45.12 deliver 2 0 requestVote term=2 lastLogIndex=4 lastLogTerm=1
47.904 deliver 0 2 requestVoteReply term=2 voteGranted=true
52.886 request 2 0.2 get k1
52.904 timer 2 heartbeat
57.662 deliver 2 1 appendEntries term=2 prevLogIndex=5 prevLogTerm=2 entries=(index=6 term=2 batch=[0.2]) leaderCommit=3
`,
  'raft/R11': `scenario 1
# StateMachineSafety: node 0 applies another batch at 8 than was applied there
algorithm raft
mutant raft/R11
nodes 4
quorums 3/3
seed 2044
policy batch=1 window=4 thrifty=false leader=0 election=40:90 heartbeat=5
snapshots 64
disk instant
breaks StateMachineSafety

0 start 0
0 start 1
0 start 2
0 start 3
0.447 deliver 0 2 requestVote term=1 lastLogIndex=0 lastLogTerm=0
1.02 deliver 2 0 requestVoteReply term=1 voteGranted=true
1.384 deliver 0 1 requestVote term=1 lastLogIndex=0 lastLogTerm=0
2.226 deliver 1 0 requestVoteReply term=1 voteGranted=true
2.832 deliver 0 1 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
3.078 deliver 0 2 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
4.003 deliver 0 3 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
4.031 deliver 1 0 appendEntriesReply term=1 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
4.133 deliver 2 0 appendEntriesReply term=1 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
7.445 request 0 3.1 put k0
7.765 deliver 0 3 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[3.1]) leaderCommit=1
9.06 request 0 4.1 get k0
9.209 deliver 0 1 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[3.1]) leaderCommit=1
9.407 deliver 0 1 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[4.1]) leaderCommit=1
9.509 request 0 0.1 put k1
10.103 deliver 0 3 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[4.1]) leaderCommit=1
10.661 deliver 0 3 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[0.1]) leaderCommit=1
11.203 deliver 0 1 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[0.1]) leaderCommit=1
11.408 deliver 3 0 appendEntriesReply term=1 success=true matchIndex=4 prevLogIndex=3 conflictIndex=0 conflictTerm=0
11.667 deliver 1 0 appendEntriesReply term=1 success=true matchIndex=4 prevLogIndex=3 conflictIndex=0 conflictTerm=0
17.877 request 0 4.2 put k1
18.136 request 0 0.2 put k0
18.3 request 0 3.2 put k1
18.405 deliver 0 1 appendEntries term=1 prevLogIndex=5 prevLogTerm=1 entries=(index=6 term=1 batch=[0.2]) leaderCommit=4
18.63 deliver 1 0 appendEntriesReply term=1 success=false matchIndex=0 prevLogIndex=5 conflictIndex=5 conflictTerm=0
18.671 deliver 0 3 appendEntries term=1 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=1 batch=[4.2]) leaderCommit=4
18.786 deliver 0 2 appendEntries term=1 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=1 batch=[4.2]) leaderCommit=4
18.869 deliver 0 3 appendEntries term=1 prevLogIndex=6 prevLogTerm=1 entries=(index=7 term=1 batch=[3.2]) leaderCommit=4
19.046 deliver 2 0 appendEntriesReply term=1 success=false matchIndex=0 prevLogIndex=4 conflictIndex=2 conflictTerm=0
19.265 deliver 0 1 appendEntries term=1 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=1 batch=[4.2], index=6 term=1 batch=[0.2], index=7 term=1 batch=[3.2]) leaderCommit=4
19.415 deliver 3 0 appendEntriesReply term=1 success=false matchIndex=0 prevLogIndex=6 conflictIndex=6 conflictTerm=0
20.165 deliver 0 3 appendEntries term=1 prevLogIndex=5 prevLogTerm=1 entries=(index=6 term=1 batch=[0.2], index=7 term=1 batch=[3.2]) leaderCommit=4
20.596 deliver 1 0 appendEntriesReply term=1 success=true matchIndex=7 prevLogIndex=4 conflictIndex=0 conflictTerm=0
20.765 deliver 3 0 appendEntriesReply term=1 success=true matchIndex=7 prevLogIndex=5 conflictIndex=0 conflictTerm=0
20.921 deliver 0 2 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[3.1], index=3 term=1 batch=[4.1], index=4 term=1 batch=[0.1], index=5 term=1 batch=[4.2], index=6 term=1 batch=[0.2], index=7 term=1 batch=[3.2]) leaderCommit=4
22.226 timer 0 heartbeat
22.836 deliver 0 1 appendEntries term=1 prevLogIndex=7 prevLogTerm=1 entries=[] leaderCommit=7
26.354 request 0 4.3 get k1
27.234 request 0 0.3 get k1
66.778 timer 1 election
68.254 deliver 1 2 requestVote term=2 lastLogIndex=7 lastLogTerm=1
68.339 deliver 1 3 requestVote term=2 lastLogIndex=7 lastLogTerm=1
68.863 deliver 2 1 requestVoteReply term=2 voteGranted=true
69.409 deliver 3 1 requestVoteReply term=2 voteGranted=true
70.549 deliver 1 3 appendEntries term=2 prevLogIndex=7 prevLogTerm=1 entries=(index=8 term=2 batch=[]) leaderCommit=7
70.921 deliver 1 2 appendEntries term=2 prevLogIndex=7 prevLogTerm=1 entries=(index=8 term=2 batch=[]) leaderCommit=7
71.08 deliver 3 1 appendEntriesReply term=2 success=true matchIndex=8 prevLogIndex=7 conflictIndex=0 conflictTerm=0
72.549 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=8 prevLogIndex=7 conflictIndex=0 conflictTerm=0
79.809 request 1 1.1 put k1
98.242 request 1 3.3 put k0
113.537 deliver 1 0 appendEntries term=2 prevLogIndex=9 prevLogTerm=2 entries=(index=10 term=2 batch=[3.3]) leaderCommit=8
114.324 deliver 0 1 appendEntriesReply term=2 success=false matchIndex=0 prevLogIndex=9 conflictIndex=1 conflictTerm=1
114.409 timer 1 heartbeat
116.065 deliver 1 0 appendEntries term=2 prevLogIndex=7 prevLogTerm=1 entries=[] leaderCommit=8
`,
  'raft/S07': `scenario 1
# Linearizability: command 0.1 was answered "1.5"; the log gives ""
algorithm raft
mutant raft/S07
nodes 3
quorums 2/2
seed 2233
policy batch=3 window=2 thrifty=true leader=auto election=40:90 heartbeat=12
snapshots 4
disk instant
breaks Linearizability

0 start 1
0 start 2
40.657 timer 1 election
46.01 deliver 1 2 requestVote term=1 lastLogIndex=0 lastLogTerm=0
46.76 deliver 2 1 requestVoteReply term=1 voteGranted=true
47.619 deliver 1 2 appendEntries term=1 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
51.335 request 1 0.1 get k1
51.74 deliver 1 2 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[0.1]) leaderCommit=0
52.686 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
54.17 request 1 3.1 put k0
54.186 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=2 prevLogIndex=1 conflictIndex=0 conflictTerm=0
54.622 deliver 1 2 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[3.1]) leaderCommit=1
55.594 request 1 1.1 put k1
56.628 deliver 1 2 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[1.1]) leaderCommit=2
60.152 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=4 prevLogIndex=3 conflictIndex=0 conflictTerm=0
60.152 request 1 1.2 get k0
62.552 deliver 1 2 appendEntries term=1 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=1 batch=[1.2]) leaderCommit=4
65.212 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=5 prevLogIndex=4 conflictIndex=0 conflictTerm=0
65.212 request 1 1.3 put k0
67.757 deliver 1 2 appendEntries term=1 prevLogIndex=5 prevLogTerm=1 entries=(index=6 term=1 batch=[1.3]) leaderCommit=5
70.135 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=6 prevLogIndex=5 conflictIndex=0 conflictTerm=0
70.135 request 1 1.4 put k0
70.921 deliver 1 2 appendEntries term=1 prevLogIndex=6 prevLogTerm=1 entries=(index=7 term=1 batch=[1.4]) leaderCommit=6
78.481 crash 1
84.95 start 1
170.073 timer 1 election
171.46 deliver 1 2 requestVote term=2 lastLogIndex=7 lastLogTerm=1
174.719 deliver 2 1 requestVoteReply term=2 voteGranted=true
175.53 deliver 1 2 appendEntries term=2 prevLogIndex=7 prevLogTerm=1 entries=(index=8 term=2 batch=[]) leaderCommit=0
196.279 request 1 1.4 put k0
199.337 deliver 1 2 appendEntries term=2 prevLogIndex=8 prevLogTerm=2 entries=(index=9 term=2 batch=[1.4]) leaderCommit=0
206.232 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=9 prevLogIndex=8 conflictIndex=0 conflictTerm=0
206.232 request 1 1.5 put k1
206.811 deliver 1 2 appendEntries term=2 prevLogIndex=9 prevLogTerm=2 entries=(index=10 term=2 batch=[1.5]) leaderCommit=9
215.465 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=10 prevLogIndex=9 conflictIndex=0 conflictTerm=0
215.465 request 1 1.6 put k0
216.775 deliver 1 2 appendEntries term=2 prevLogIndex=10 prevLogTerm=2 entries=(index=11 term=2 batch=[1.6]) leaderCommit=10
218.994 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=11 prevLogIndex=10 conflictIndex=0 conflictTerm=0
220.686 request 1 1.7 put k0
221.981 request 1 0.1 get k1
222.252 deliver 1 2 appendEntries term=2 prevLogIndex=11 prevLogTerm=2 entries=(index=12 term=2 batch=[1.7]) leaderCommit=11
222.803 deliver 1 2 appendEntries term=2 prevLogIndex=12 prevLogTerm=2 entries=(index=13 term=2 batch=[0.1]) leaderCommit=11
227.184 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=13 prevLogIndex=12 conflictIndex=0 conflictTerm=0
`,
};
