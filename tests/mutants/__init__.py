"""Mutants: the rules and goals, each wrong in one place, and whether a test notices.

`mutants.finding` finds the places, in the registries and in the syntax trees, `mutants.changing`
makes one wrong in the running process, `mutants.running` forks a process for each and runs the
tests that come by the place, and `mutants.telling` prints what came of it. Nothing on disk is
changed. ``tests/mutate.py`` is the command.
"""
