---------------------------- MODULE OracleLease ----------------------------
(* Timestamp oracles that share a high-water mark and serve by lease, as those of the package *)
(* io.github.uhlc.oracle do. README.md says how to run this, and what it leaves out.          *)
(*                                                                                            *)
(* Time has neither a zero nor an end: a node holds how far its counter, and its wall clock,  *)
(* have moved since something began, up to the length that matters. A pause is a node that    *)
(* takes no step while time goes on: any node can pause anywhere, for any time.               *)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Nodes,          \* The oracles.
  Clients,        \* Each asks for one number at a time.
  MaxBound,       \* The greatest bound of the mark.
  Steps,          \* By how much an extension can raise the bound.
  Lease,          \* How long a holder may answer, by its counter.
  WallLease,      \* The same by its wall clock.
  Wait,           \* How long a taker watches a bound, by its counter: a lease and an eighth.
  Rates,          \* By how much a counter can move in a tick.
  WallRate,       \* By how much a wall clock moves in a tick; 0 if it shows nothing.
  Sleeps,         \* Whether machines are suspended, so that a counter can stand still for a tick.
  Loses,          \* Whether answers of the store are lost.
  Crashes,        \* Whether processes die.
  Lags,           \* Whether a read can show a bound that the mark had before.
  \* Slips, each of which breaks a promise. The first value is the right one.
  Check,          \* The lease is looked at "after" a number was taken; "before"; "never".
  ReadsOnce,      \* FALSE. TRUE: a lease that began during a call is not held against the wall clock.
  FromEnd,        \* FALSE. TRUE: a lease is counted from the end of the extension.
  WaitsFromStart, \* FALSE. TRUE: a taker waits from the start of a read, which was long ago.
  FollowsMark,    \* FALSE. TRUE: a taker that sees another bound does not begin to wait anew.
  TakesAhead,     \* FALSE. TRUE: numbers are taken before their bound is known to be durable.
  GoesOnBlind,    \* FALSE. TRUE: a holder goes on from a bound it found though its lease has ended.
  OwnsFound,      \* FALSE. TRUE: a holder takes the bound it found for its own.
  WritesBlindly   \* FALSE. TRUE: the store does not compare.

ASSUME Check \in {"after", "before", "never"}

VARIABLES
  mark,           \* The bound in the store.
  lost,           \* Where extensions from this bound lead that are on their way unwatched.
  node,           \* The state of each oracle.
  call,           \* The state of each client.
  answered        \* The numbers that clients have got.

vars == <<mark, lost, node, call, answered>>
Symmetry == Permutations(Nodes) \cup Permutations(Clients)

None == -1
NoOp == [kind |-> "none", state |-> "sent", bound |-> None, age |-> 0, wall |-> 0]
Idle == [role |-> "standby", seen |-> None, watch |-> 0, last |-> 0, to |-> 0, known |-> 0,
         unsure |-> None, lease |-> Lease, wall |-> 0, op |-> NoOp]
NoCall == [phase |-> "idle", node |-> None, floor |-> 0, value |-> 0, late |-> FALSE,
           anew |-> FALSE]

Init == /\ mark = 0 /\ lost = {} /\ answered = {}
        /\ node = [n \in Nodes |-> Idle]
        /\ call = [c \in Clients |-> NoCall]

-----------------------------------------------------------------------------
(* Time *)

Min(a, b) == IF a < b THEN a ELSE b
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Runs(r) == r.lease < Lease

\* Nothing is known of a lease that has ended but that.
WithLease(r, age, wall) ==
  IF age >= Lease THEN [r EXCEPT !.lease = Lease, !.wall = 0]
                  ELSE [r EXCEPT !.lease = age, !.wall = Min(wall, WallLease + 1)]

\* A lease ends also when the wall clock, as it is read, says so.
Observe(r) == IF r.wall > WallLease THEN WithLease(r, Lease, 0) ELSE r

LaterOp(op, by) ==
  IF op.kind = "cas"
  THEN [op EXCEPT !.age = Min(op.age + by, Lease), !.wall = Min(op.wall + WallRate, WallLease + 1)]
  ELSE op

Later(r, by) ==
  LET aged == IF Runs(r) THEN WithLease(r, r.lease + by, r.wall + WallRate) ELSE r
  IN [aged EXCEPT !.watch = IF r.seen = None THEN 0 ELSE Min(r.watch + by, Wait),
                  !.op = LaterOp(r.op, by)]

\* Time goes on. Each counter moves at a rate of its own, which can be another one in each tick.
Tick == /\ \E by \in [Nodes -> Rates \cup (IF Sleeps THEN {0} ELSE {})] :
             node' = [n \in Nodes |-> Later(node[n], by[n])]
        /\ UNCHANGED <<mark, lost, call, answered>>

-----------------------------------------------------------------------------
(* The store *)

Set(n, r) == node' = [node EXCEPT ![n] = r]
From(r) == IF r.role = "holder" THEN r.known ELSE r.seen

\* A request on its way that would change the mark can still do so when its node waits no more.
Abandoned(r) ==
  IF r.op.kind = "cas" /\ r.op.state = "sent" /\ From(r) = mark
  THEN lost \cup {r.op.bound} ELSE lost

\* Whether the store would carry out an extension.
Fits(r) == From(r) = mark \/ WritesBlindly

\* The store carries out an extension. The other requests from the old bound are void.
CarryOutCas(n) ==
  LET r == node[n]
  IN /\ r.op.kind = "cas" /\ r.op.state = "sent" /\ Fits(r)
     /\ mark' = r.op.bound
     /\ lost' = {}
     /\ Set(n, [r EXCEPT !.op.state = "done"])
     /\ UNCHANGED <<call, answered>>

\* The store carries out, late, what nobody waits for.
CarryOutLate ==
  /\ \E to \in lost : mark' = to
  /\ lost' = {}
  /\ UNCHANGED <<node, call, answered>>

-----------------------------------------------------------------------------
(* An oracle *)

\* The store reads the mark for a node: one on standby reads it again and again, a holder does to
\* learn how an extension has ended. The read may have started at any time before.
Read(n) ==
  LET r == node[n] IN
  /\ r.op.kind = "none"
  /\ r.role = "standby" \/ r.unsure # None
  /\ \E shown \in IF Lags THEN 0..mark ELSE {mark} :
       Set(n, [r EXCEPT !.op = [NoOp EXCEPT !.kind = "read", !.bound = shown]])
  /\ UNCHANGED <<mark, lost, call, answered>>

\* One on standby waits from the end of the first read that shows a bound.
Watched(r) ==
  LET same == r.seen = r.op.bound \/ (FollowsMark /\ r.seen # None)
  IN [r EXCEPT !.op = NoOp, !.seen = r.op.bound,
               !.watch = IF same THEN @ ELSE IF WaitsFromStart THEN Wait ELSE 0]

\* A holder that finds the bound it meant to write goes on above it, if its lease runs: until then
\* nobody else can have written it. The numbers up to there belong to nobody all the same.
Resolved(r) ==
  LET o == Observe(r)
      found == r.op.bound = r.unsure /\ (Runs(o) \/ GoesOnBlind)
  IN [o EXCEPT !.op = NoOp,
               !.known = IF found THEN r.unsure ELSE @,
               !.to = IF found /\ OwnsFound THEN r.unsure ELSE @,
               !.unsure = IF found THEN None ELSE @]

\* The answer to a read arrives.
ReadEnd(n) ==
  LET r == node[n] IN
  /\ r.op.kind = "read"
  /\ Set(n, IF r.role = "standby" THEN Watched(r) ELSE Resolved(r))
  /\ UNCHANGED <<mark, lost, call, answered>>

\* One that has watched a bound for long enough takes the mark over from just that bound. A holder
\* extends the mark whenever it likes, its lease ended or not; while it does not know how the last
\* extension ended, it only tries the same again.
CasStart(n) ==
  LET r == node[n]
      targets == IF r.unsure # None THEN {r.unsure}
                 ELSE {From(r) + s : s \in Steps} \cap 1..MaxBound
  IN /\ r.op.kind = "none"
     /\ r.role = "holder" \/ (r.seen # None /\ r.watch >= Wait)
     /\ \E to \in targets : Set(n, [r EXCEPT !.op = [NoOp EXCEPT !.kind = "cas", !.bound = to]])
     /\ UNCHANGED <<mark, lost, call, answered>>

\* The answer of an extension that was carried out arrives: a lease begins, as of the start of the
\* extension, and the numbers above the old bound up to the new one belong to the node.
CasEnd(n) ==
  LET r == node[n]
      \* What lies between the last own bound and one that was found is skipped.
      first == IF r.role = "holder" /\ r.known = r.to THEN r.last ELSE From(r)
      held == [r EXCEPT !.role = "holder", !.seen = None, !.watch = 0, !.last = first,
                        !.to = r.op.bound, !.known = r.op.bound, !.unsure = None, !.op = NoOp]
      leased == IF FromEnd THEN WithLease(held, 0, 0) ELSE WithLease(held, r.op.age, r.op.wall)
  IN /\ r.op.kind = "cas" /\ r.op.state = "done"
     /\ Set(n, leased)
     /\ call' = [c \in Clients |->
                   IF call[c].node = n /\ call[c].phase \in {"asked", "taken"} /\ Runs(leased)
                   THEN [call[c] EXCEPT !.late = FALSE, !.anew = Sleeps] ELSE call[c]]
     /\ UNCHANGED <<mark, lost, answered>>

\* An extension is refused, or its answer is lost, before or after it is carried out: the node does
\* not know how it has ended. One on standby tries again, a holder has to find out.
Fail(n) ==
  LET r == node[n] IN
  /\ r.op.kind = "cas"
  /\ Loses \/ (r.op.state = "sent" /\ ~Fits(r))
  /\ lost' = Abandoned(r)
  /\ Set(n, [r EXCEPT !.op = NoOp,
                      !.unsure = IF r.role = "holder" THEN r.op.bound ELSE @])
  /\ UNCHANGED <<mark, call, answered>>

\* A holder whose lease has ended and who cannot extend the mark goes on standby. Its calls that
\* have not been checked are refused, as that lease never runs again.
Leave(n) ==
  LET r == node[n] IN
  /\ r.role = "holder" /\ r.op.kind = "none" /\ ~Runs(r)
  /\ Set(n, Idle)
  /\ call' = [c \in Clients |-> IF call[c].node = n /\ call[c].phase \in {"asked", "taken"}
                                THEN NoCall ELSE call[c]]
  /\ UNCHANGED <<mark, lost, answered>>

\* A process dies and starts again. Its calls get no answer; what it sent is on its way.
Crash(n) ==
  /\ Crashes /\ node[n] # Idle
  /\ lost' = Abandoned(node[n])
  /\ Set(n, Idle)
  /\ call' = [c \in Clients |-> IF call[c].node = n THEN NoCall ELSE call[c]]
  /\ UNCHANGED <<mark, answered>>

-----------------------------------------------------------------------------
(* A call: asked, a number is taken, the lease is checked, answered *)

Go(c, r) == call' = [call EXCEPT ![c] = r]

\* A client asks a holder for a number, which has to be greater than all that were answered by now.
\* To have asked earlier would ask for less. The holder reads its wall clock, and its lease ends if
\* that says so.
Ask(c, n) ==
  LET r == Observe(node[n]) IN
  /\ call[c].phase = "idle" /\ r.role = "holder"
  /\ Check = "before" => Runs(r)
  /\ Set(n, r)
  /\ Go(c, [NoCall EXCEPT !.phase = "asked", !.node = n, !.floor = Max(answered \cup {0})])
  /\ UNCHANGED <<mark, lost, answered>>

\* It takes a number from those that belong to it, perhaps not the next one, as time moves.
Take(c) ==
  LET n == call[c].node
      r == node[n]
      end == IF TakesAhead /\ r.op.kind = "cas" THEN r.op.bound ELSE r.to
  IN /\ call[c].phase = "asked"
     /\ \E v \in (r.last + 1)..end :
          /\ Set(n, [r EXCEPT !.last = v])
          /\ Go(c, [call[c] EXCEPT !.phase = "taken", !.value = v, !.late = ~Runs(r)])
     /\ UNCHANGED <<mark, lost, answered>>

\* It looks at the lease, by its counter, and the number may be handed out. The wall clock was read
\* for the lease of that time; it is read again if another one has begun since, which matters only
\* where machines are suspended.
CheckLease(c) ==
  LET r == node[call[c].node] IN
  /\ call[c].phase = "taken"
  /\ Check = "after" => Runs(IF call[c].anew /\ ~ReadsOnce THEN Observe(r) ELSE r)
  /\ Go(c, [call[c] EXCEPT !.phase = "checked", !.anew = FALSE])
  /\ UNCHANGED <<mark, lost, node, answered>>

\* The client gets the number.
Answer(c) ==
  /\ call[c].phase = "checked"
  /\ answered' = answered \cup {call[c].value}
  /\ Go(c, NoCall)
  /\ UNCHANGED <<mark, lost, node>>

\* A call is refused, as a late one is, or the client gives it up. What it took is thrown away.
Drop(c) ==
  /\ call[c].phase # "idle"
  /\ Go(c, NoCall)
  /\ UNCHANGED <<mark, lost, node, answered>>

Next == \/ Tick \/ CarryOutLate
        \/ \E n \in Nodes : \/ Read(n) \/ ReadEnd(n)
                            \/ CasStart(n) \/ CarryOutCas(n) \/ CasEnd(n)
                            \/ Fail(n) \/ Leave(n) \/ Crash(n)
        \/ \E c \in Clients : \/ Take(c) \/ CheckLease(c) \/ Answer(c) \/ Drop(c)
                              \/ \E n \in Nodes : Ask(c, n)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* The promises. They are about numbers that were checked: those can be answered at any moment. *)

Checked == {c \in Clients : call[c].phase = "checked"}

\* Real-time order.
O1 == \A c \in Checked : call[c].value > call[c].floor

\* No number is handed out twice.
O2 == \A c \in Checked : /\ call[c].value \notin answered
                         /\ \A d \in Checked \ {c} : call[c].value # call[d].value

\* Nothing above the durable bound.
O3 == \A c \in Checked : call[c].value <= mark

\* A holder that is cut off stops: the lease of a number ran when it was taken or has run since.
O4 == \A c \in Checked : ~call[c].late

\* What O1 stands on: at most one lease runs, by what its counter and its wall clock would say.
OneLease == \A n, m \in Nodes : n = m \/ ~Runs(Observe(node[n])) \/ ~Runs(Observe(node[m]))

-----------------------------------------------------------------------------
(* What must be able to happen, or the promises would hold for want of events: TLC has to find *)
(* each of these "never" wrong.                                                                *)

Holder(n) == node[n].role = "holder"

\* A holder is deposed and does not know it yet, while its successor has a lease.
NeverFailover == ~\E n, m \in Nodes : Holder(n) /\ Runs(node[m]) /\ node[m].to > node[n].to

\* The same with a call at the deposed holder that has taken its number and will be thrown away.
NeverThrownAway ==
  ~\E n, m \in Nodes, c \in Clients :
     /\ Holder(n) /\ ~Runs(node[n]) /\ Runs(node[m]) /\ node[m].to > node[n].to
     /\ call[c].phase = "taken" /\ call[c].node = n

\* An extension was carried out whose answer was lost, and the holder goes on above it.
NeverLostAnswer == ~\E n \in Nodes : Holder(n) /\ Runs(node[n]) /\ node[n].known > node[n].to

\* An extension is on its way though its node has given it up: the store can carry it out late.
NeverLate == ~\E n \in Nodes : Holder(n) /\ node[n].unsure \in lost

\* Numbers were answered, and all begin anew: their holder has died, or has left.
NeverRestart == answered = {} \/ \E n \in Nodes : node[n] # Idle

\* A machine wakes up: its counter says that its lease runs, but another one has it.
NeverWakesLate ==
  ~\E n, m \in Nodes : /\ n # m /\ Runs(node[n]) /\ ~Runs(Observe(node[n]))
                       /\ Runs(Observe(node[m])) /\ node[m].to > node[n].to

\* A number is answered after a greater one of a later holder, both asked for at the same time.
NeverOutOfTurn == \A c \in Checked : \A v \in answered : v < call[c].value
=============================================================================
