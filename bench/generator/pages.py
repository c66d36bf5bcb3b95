"""Reports of real places, with titles, file names and dates that tell whose and when, or tell it wrongly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from .bodies import Body, draw_body
from .layouts import LAYOUTS
from .make import compose, draw_figures
from .plan import Page, Wish, choose, stream
from .truth import Generated

# How a page prints whose and when, with its weight.
TROUBLES = {
    "": 60,
    "title without its authority, signed": 5,
    "title without its authority, in the file's name": 5,
    "title without a year": 5,
    "period of last year": 5,
    "period of last year, year in the file's name": 5,
    "title of the year of publication, dated": 5,
    "title of the year of publication, year in the file's name": 5,
    "folder of another place": 5,
}

# the generator knows the traditional characters of the form alone, not those of place names
_SCRIPTS = ("traditional", "big5")


@dataclass(frozen=True, slots=True)
class Signed:
    """A report, the body it is of, and what is wrong with how it says whose and when."""

    report: Generated
    body: Body
    year: int
    trouble: str


def make_signed(seed: int, layout: str | None = None) -> Signed:
    """The report of this seed; the layouts take turns where none is named."""
    rng = stream(seed, "whose")
    wish = Wish(layout=layout or LAYOUTS[seed % len(LAYOUTS)])
    plan = choose(seed, wish)
    body = draw_body(rng)
    trouble = rng.choices(tuple(TROUBLES), tuple(TROUBLES.values()))[0]
    page = _page(rng, body, plan.year, trouble)
    # a title changed by damage, or a date of issue besides, would no longer be what the page says
    damages = tuple(
        name
        for name in plan.damages
        if name not in _SCRIPTS and not (trouble and name.startswith(("title", "furniture")))
    )
    plan = replace(plan, authority=body.printed, page=page, damages=damages)
    return Signed(compose(plan, draw_figures(plan)), body, plan.year, trouble)


def _page(rng: Random, body: Body, year: int, trouble: str) -> Page:
    words = "政府信息公开工作年度报告"
    title = f"{body.printed}{year}年{words}"
    folders = rng.choice(((), (), body.place.folders, body.place.folders, body.place.folders[:1]))
    page = Page(title, rng.choice((title, "report", f"{seed_name(rng)}")))
    day = rng.randint(8, 28)
    if trouble == "title without its authority, signed":
        page = replace(page, title=f"{year}年{words}", name="report", below=(body.printed, f"{year + 1}年1月{day}日"))
    elif trouble == "title without its authority, in the file's name":
        page = replace(page, title=f"{year}年{words}", name=title)
    elif trouble == "title without a year":
        page = replace(page, title=f"{body.printed}{words}", name="report")
    elif trouble == "period of last year":
        page = replace(page, body_year=year - 1, name="report")
    elif trouble == "period of last year, year in the file's name":
        page = replace(page, body_year=year - 1, name=title)
    elif trouble == "title of the year of publication, dated":
        late = f"{body.printed}{year + 1}年{words}"
        page = replace(page, title=late, name="report", body_year=year, above=(f"发布时间：{year + 1}-01-{day}",))
    elif trouble == "title of the year of publication, year in the file's name":
        page = replace(page, title=f"{body.printed}{year + 1}年{words}", name=f"{year}年度{words}", body_year=year)
    elif trouble == "folder of another place":
        folders = ("海南省", "三亚市") if body.place.province != "海南省" else ("贵州省", "遵义市")
    return replace(page, name="/".join((*folders, page.name or "report")))


def seed_name(rng: Random) -> str:
    """The name that a website gave a file: letters and a moment."""
    return f"P0{rng.randint(2020, 2025)}{rng.randint(101, 1231):04d}{rng.randint(0, 999999):06d}"
