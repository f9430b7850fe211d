"""A binder: the hard copy that a school keeps, a leaf for everybody who is to hold one.

A chapter is a module that gathers facts without words, and a template that tells them:

1. The module has a function that is given the `Matter` (problem, plan, names, for whom it is) and
   returns a `Chapter`: its name; its leaves, as the contents list them; and the facts of each leaf,
   one after the other, as a generator, so that a district is written leaf by leaf. Facts are a
   named tuple with names in place of ids, and dates, times and numbers as they are. A chapter of
   one leaf has ``ONE_LEAF``; one that does not belong into a binder of some people alone
   (``matter.chosen.is_all``) has no leaves then, and is left out.
2. ``templates/NAME.html`` tells the facts of one leaf, which it sees as ``p``, beside ``leaf``,
   ``chapter`` and ``b`` (`Binder`). `templates/leaf.html` puts it on its page, under its title:
   parts of a leaf begin with ``<h3>``. All words are marked by ``trans`` or ``_()``.
3. ``templates/title.html`` has a line with the title of the chapter.
4. `pdsched.binder.contents.CHAPTERS` has the function at its place.
"""

from pdsched.binder.save import binder_pieces, save_binder

__all__ = ["binder_pieces", "save_binder"]
