"""The pages of the service: what stands on each, without words, and the templates that tell it.

Modules put what is given into plain records, the words stand in templates and in `pdsched.wording`,
and `pdsched.serve.pages.routes` alone knows of HTTP. Everything works as links and forms; the one
script, in ``assets``, draws curves, filters tables while somebody types, and shows answers in place.
"""
