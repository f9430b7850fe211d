"""A report: one page that a head of school can open, print and send, with nothing to load.

Modules gather the facts of one part each, without words; the words stand in the templates alone,
marked for gettext, and dates and numbers are told by `pdsched.wording`.
"""

from pdsched.report.save import report_page, save_report

__all__ = ["report_page", "save_report"]
