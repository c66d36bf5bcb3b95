"""Invented authorities: a province, its cities and counties, and the bodies that report."""

from __future__ import annotations

from random import Random

PROVINCE = "示例省"
CITIES = ("甲河市", "乙川市", "丙原市", "丁山市")
COUNTIES = ("子丑县", "寅卯县", "辰巳区", "午未县", "申酉区", "戌亥自治县")
TOWNS = ("天干镇", "地支乡", "样例镇", "虚构街道")
BUREAUS = (
    "财政局",
    "审计局",
    "统计局",
    "教育局",
    "民政局",
    "卫生健康局",
    "自然资源局",
    "市场监督管理局",
    "发展和改革局",
    "人力资源和社会保障局",
)


def draw_authority(rng: Random, scale: str) -> str:
    """The name of an authority as its reports print it; the busy ones are cities and the province."""
    city, county = rng.choice(CITIES), rng.choice(COUNTIES)
    if scale == "busy":
        return rng.choice((f"{city}人民政府", f"{PROVINCE}{city}人民政府", f"{PROVINCE}人民政府"))
    place = rng.choice((county, f"{city}{county}", f"{PROVINCE}{city}{county}"))
    kind = rng.random()
    if kind < 0.4:
        return f"{place}人民政府"
    if kind < 0.8:
        return f"{place}{rng.choice(BUREAUS)}"
    town = rng.choice(TOWNS)
    return f"{place}{town}{'办事处' if town.endswith('街道') else '人民政府'}"
