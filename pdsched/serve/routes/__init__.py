"""The JSON over HTTP.

- `runs`       queue, look at, listen to, stop and delete runs
- `problems`   send, list and delete problems
- `documents`  what is made of a plan
- `answers`    questions about a plan
- `checking`   check a problem, judge a plan
- `tools`      schemas, the demo
- `waiting`    work that is done as long as somebody waits
- `shapes`     what is sent and answered
"""
