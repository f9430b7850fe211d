"""Answers about a plan, each verified by a plan that the referee accepted, or by a proof.

The model is loaded by the call that asks, in the process of the caller: what is solved is one
neighbourhood of a plan, or a problem of a school or two, and an engine that is loaded answers the
next question at once.

- `pdsched.answers.why_not`: impossible, because of these rules; or possible, at this price
- `pdsched.answers.why`: what holds a session where it is, and what the next best place costs
- `pdsched.answers.alternatives`: where a need could be met, by price, and what blocks other places
- `pdsched.answers.unmet`: why each unmet need is not met, each reason verified
- `pdsched.answers.explain`: why no plan keeps all that is pinned, and what would help
- `pdsched.answers.replan`: what became known since, and the plan that disturbs least
- `pdsched.answers.changed`, `away`, `change_faults`, `records`: a problem with changes
- `pdsched.answers.least_disturbance`: people told, then promises, then the goals of a policy
- `pdsched.answers.replan_search`: what still holds, needs beside it, dates that are disturbed
- `pdsched.answers.disturbed`: what to set free where changes broke something
- `pdsched.answers.joint_bound`: how many people have to be told at least, over all dates
- `pdsched.answers.day_bounds`: the same date by date, where that is too large
- `pdsched.answers.busy`: who was told to come holds a lesson, where there is one for each
- `pdsched.answers.frozen_days`: a problem as it was before days of it were frozen
- `pdsched.answers.idle`: rows that leave out engagements for nothing
- `pdsched.answers.of_use`: whoever is asked for as a substitute holds a lesson
- `pdsched.answers.published_pins`: what is published and still holds
- `pdsched.answers.telling`: whom to tell what, in sentences
- `pdsched.answers.request`: what is asked for, as pins
- `pdsched.answers.asked_about`: the plan that is asked about, its values, and prices beside it
- `pdsched.answers.bounds`: a plan that has something, and what is proven of it
- `pdsched.answers.budget`: the seconds of an answer, few where none are asked for
- `pdsched.answers.nearby`: the best plan near another that keeps what is pinned besides
- `pdsched.answers.witness`: the best plan around a small one, where there is none nearby
- `pdsched.answers.shared`: several questions about one plan, with what takes long shared
- `pdsched.answers.elsewhere`, `places`: the best places one after the other, and blocked ones
- `pdsched.answers.disturbance`: who is disturbed where one plan takes the place of another
- `pdsched.answers.known_cores`: rules that blocked one question, tried first on the next
- `pdsched.answers.excerpt`: a smaller problem that allows more
- `pdsched.answers.days`: on which dates something happens that is asked for on a date
- `pdsched.answers.blocked`: the smallest set of rules that keeps something from being possible
- `pdsched.answers.lifts`: what a rule is lifted by
- `pdsched.answers.repairs`: small edits that make a problem possible again
- `pdsched.answers.cores`: the smallest infeasible part of some members
- `pdsched.answers.feasible`: whether a problem has any plan, and the smallest of its plans
"""
