"""Sphinx: Markdown pages, and a reference read from the docstrings."""

from __future__ import annotations

from importlib.metadata import version as version_of

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from pdsched import Policy
from pdsched.policy.figures import figures_of

project = "pdsched"
author = "the pdsched maintainers"
copyright = "2026, the pdsched maintainers"
release = version = version_of("pdsched")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "pdsched"
html_static_path = ["static"]
html_css_files = ["notebooks.css"]
# Browsers draw MathML by themselves; MathJax would be fetched from elsewhere.
html_math_renderer = "mathml"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# Notebooks are run whenever the pages are built, in an empty folder, and none may fail or warn.
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_output_stderr = "error"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # Widgets would be fetched from elsewhere.

FIGURES = {figure.name: figure for figure in figures_of(Policy)}

# A single backtick in a docstring names code; what it names need not stand in the reference.
default_role = "code"

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {
    "members": True,
    "undoc-members": True,
    # What pydantic adds to each record says nothing about the record.
    "exclude-members": "model_config, model_post_init",
}

# `-n` complains about each name without a page. Types of Python and pydantic have theirs elsewhere
# (and no address of it is looked up: the docs build without a network); our own must be found, but
# for keywords of the last version, which nobody is to learn.
nitpick_ignore_regex = [
    ("py:(class|exc)", r"(?!pdsched\.).*"),
    ("py:class", r".*\._.*"),
    ("py:class", r".*\.OldNames"),
    ("py:class", r"pdsched\.runner\..*"),  # of what a run is made
    ("py:class", r"pdsched\.referee\..*"),  # the facts that are known already
]
# In a signature, `date` is Python's, whatever records have a field of that name.
suppress_warnings = ["ref.python"]


def _keep_colons(
    app: object, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    # Napoleon takes the words before a colon in an attribute's first line for its type; an empty
    # comment takes the place of that line.
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]


def _remark(
    app: object, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    # The sentence of a figure is its docstring; the rest of what its field says follows it.
    record, _, field = name.rpartition(".")
    if what == "attribute" and record == "pdsched.Policy" and field in FIGURES:
        lines += ["", FIGURES[field].remark]


def _names_and_defaults(
    app: object, what: str, name: str, obj: object, options: object, args: str, returns: str
) -> tuple[str, str] | None:
    # Of a record, the types stand at the fields; with them, no line would hold the signature.
    if not (isinstance(obj, type) and issubclass(obj, BaseModel)):
        return None
    fields = [
        key if field.is_required() else f"{key}={to_jsonable_python(_default(field))!r}"
        for key, field in obj.model_fields.items()
    ]
    return f"(*, {', '.join(fields)})", returns


def _default(field: FieldInfo) -> object:
    value = field.get_default(call_default_factory=True, validated_data={})
    return value.model_dump(exclude_defaults=True) if isinstance(value, BaseModel) else value


def _inline(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def _display(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Runs our hook before Napoleon's, which has priority 500; formulas become MathML."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    app.connect("autodoc-process-docstring", _keep_colons, priority=400)
    app.connect("autodoc-process-docstring", _remark)
    app.connect("autodoc-process-signature", _names_and_defaults)
