/** Scenarios that kill rare bugs of Raft, as `replay` reads them. Keys are those of the catalogue. */
export const directedRaft: Readonly<Record<string, string>> = {
  'raft/R03': `scenario 1
# LeaderCompleteness: node 0 leads term 4 without entry 1 of term 1, committed in term 3
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
65.878 timer 0 election
100.981 deliver 0 2 requestVote term=2 lastLogIndex=0 lastLogTerm=0
101.806 deliver 0 1 requestVote term=2 lastLogIndex=0 lastLogTerm=0
102.741 deliver 0 3 requestVote term=2 lastLogIndex=0 lastLogTerm=0
106.288 timer 2 election
109.205 deliver 1 0 requestVoteReply term=2 voteGranted=true
109.799 deliver 3 0 requestVoteReply term=2 voteGranted=true
110.771 deliver 2 0 requestVote term=3 lastLogIndex=1 lastLogTerm=1
111.096 deliver 2 4 requestVote term=3 lastLogIndex=1 lastLogTerm=1
126.128 timer 0 election
127.233 deliver 2 1 requestVote term=3 lastLogIndex=1 lastLogTerm=1
133.724 deliver 4 2 requestVoteReply term=3 voteGranted=true
135.436 deliver 1 2 requestVoteReply term=3 voteGranted=true
137.411 deliver 2 3 appendEntries term=3 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=3 batch=[]) leaderCommit=0
140.677 deliver 3 2 appendEntriesReply term=3 success=false matchIndex=0 prevLogIndex=1 conflictIndex=1 conflictTerm=0
141.632 deliver 2 3 appendEntries term=3 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
143.754 deliver 3 2 appendEntriesReply term=3 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
144.361 deliver 2 4 appendEntries term=3 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=3 batch=[]) leaderCommit=0
147.895 deliver 4 2 appendEntriesReply term=3 success=false matchIndex=0 prevLogIndex=1 conflictIndex=1 conflictTerm=0
148.483 deliver 2 4 appendEntries term=3 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=1 batch=[]) leaderCommit=0
150.368 deliver 4 2 appendEntriesReply term=3 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
156.452 deliver 0 1 requestVote term=4 lastLogIndex=1 lastLogTerm=2
157.698 deliver 0 4 requestVote term=4 lastLogIndex=1 lastLogTerm=2
157.9 deliver 1 0 requestVoteReply term=4 voteGranted=true
158.797 deliver 4 0 requestVoteReply term=4 voteGranted=true
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
23.529 request 2 0.1 put k0
26.818 deliver 2 1 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[0.1]) leaderCommit=0
30.305 deliver 2 0 appendEntries term=1 prevLogIndex=1 prevLogTerm=1 entries=(index=2 term=1 batch=[0.1]) leaderCommit=0
36.217 deliver 1 2 appendEntriesReply term=1 success=true matchIndex=2 prevLogIndex=1 conflictIndex=0 conflictTerm=0
40.632 request 2 1.1 get k1
45.829 deliver 2 0 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[1.1]) leaderCommit=2
47.7 deliver 2 1 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[1.1]) leaderCommit=2
105.469 crash 2
137.422 timer 0 election
146.367 deliver 0 1 requestVote term=2 lastLogIndex=3 lastLogTerm=1
191.213 crash 1
200.946 start 2
217.295 timer 2 election
220.276 start 1
221.681 deliver 2 1 requestVote term=2 lastLogIndex=3 lastLogTerm=1
`,
  'raft/R07': `scenario 1
# LogMatching: on node 1 entry (index 3, term 2) follows term 1, elsewhere it follows term 2
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
10.904 request 1 0.1 put k1
43.364 timer 2 election
45.12 deliver 2 0 requestVote term=2 lastLogIndex=1 lastLogTerm=1
47.904 deliver 0 2 requestVoteReply term=2 voteGranted=true
52.886 request 2 0.2 get k1
52.904 timer 2 heartbeat
57.662 deliver 2 1 appendEntries term=2 prevLogIndex=2 prevLogTerm=2 entries=(index=3 term=2 batch=[0.2]) leaderCommit=0
`,
  'raft/R11': `scenario 1
# StateMachineSafety: node 0 commits at 1 the entry of term 1, committed is the one of term 2
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
66.778 timer 1 election
68.254 deliver 1 2 requestVote term=2 lastLogIndex=0 lastLogTerm=0
68.339 deliver 1 3 requestVote term=2 lastLogIndex=0 lastLogTerm=0
68.863 deliver 2 1 requestVoteReply term=2 voteGranted=true
69.409 deliver 3 1 requestVoteReply term=2 voteGranted=true
70.549 deliver 1 3 appendEntries term=2 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=2 batch=[]) leaderCommit=0
70.921 deliver 1 2 appendEntries term=2 prevLogIndex=0 prevLogTerm=0 entries=(index=1 term=2 batch=[]) leaderCommit=0
71.08 deliver 3 1 appendEntriesReply term=2 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
72.549 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=1 prevLogIndex=0 conflictIndex=0 conflictTerm=0
79.809 request 1 1.1 put k1
113.537 deliver 1 0 appendEntries term=2 prevLogIndex=1 prevLogTerm=2 entries=(index=2 term=2 batch=[1.1]) leaderCommit=1
114.324 deliver 0 1 appendEntriesReply term=2 success=false matchIndex=0 prevLogIndex=1 conflictIndex=1 conflictTerm=1
114.409 timer 1 heartbeat
116.065 deliver 1 0 appendEntries term=2 prevLogIndex=0 prevLogTerm=0 entries=[] leaderCommit=1
`,
  'raft/S07': `scenario 1
# Linearizability: command 0.1 was answered "1.1"; the log gives ""
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
54.17 request 1 3.1 put k0
54.186 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=2 prevLogIndex=1 conflictIndex=0 conflictTerm=0
54.622 deliver 1 2 appendEntries term=1 prevLogIndex=2 prevLogTerm=1 entries=(index=3 term=1 batch=[3.1]) leaderCommit=0
55.594 request 1 1.1 put k1
67.757 deliver 1 2 appendEntries term=1 prevLogIndex=3 prevLogTerm=1 entries=(index=4 term=1 batch=[1.1]) leaderCommit=2
70.135 deliver 2 1 appendEntriesReply term=1 success=true matchIndex=4 prevLogIndex=3 conflictIndex=0 conflictTerm=0
78.481 crash 1
84.95 start 1
170.073 timer 1 election
171.46 deliver 1 2 requestVote term=2 lastLogIndex=4 lastLogTerm=1
174.719 deliver 2 1 requestVoteReply term=2 voteGranted=true
175.53 deliver 1 2 appendEntries term=2 prevLogIndex=4 prevLogTerm=1 entries=(index=5 term=2 batch=[]) leaderCommit=0
221.981 request 1 0.1 get k1
222.252 deliver 1 2 appendEntries term=2 prevLogIndex=5 prevLogTerm=2 entries=(index=6 term=2 batch=[0.1]) leaderCommit=0
227.184 deliver 2 1 appendEntriesReply term=2 success=true matchIndex=6 prevLogIndex=5 conflictIndex=0 conflictTerm=0
`,
};
