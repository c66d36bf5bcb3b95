"""Whose report it is: nothing guessed, the same authority under one id whatever its name that year."""

import pytest

from extract.whose.authority import identify
from extract.whose.divisions import load_divisions
from extract.whose.whose import Context, Whose

TABLE = load_divisions()


def whose(name: str, year: int | None = 2022, path: str = "", text: str = "", given: str | None = None) -> Whose:
    return identify(name, Context(TABLE, year, path, given, lambda: text))


@pytest.mark.parametrize(
    ("name", "normal", "code", "level"),
    [
        ("关岭自治县人民政府办公室", "关岭布依族苗族自治县", "520424", "县"),
        ("贵州省安顺市关岭县人民政府", "关岭布依族苗族自治县", "520424", "县"),
        ("关岭布依族苗族自治县人民政府（县人民政府办公室）", "关岭布依族苗族自治县", "520424", "县"),
        ("洪泽区政府办", "洪泽区", "320813", "县"),
        ("恩施州人民政府", "恩施土家族苗族自治州", "422800", "市"),
        ("海南州人民政府", "海南藏族自治州", "632500", "市"),
        ("巴州人民政府", "巴音郭楞蒙古自治州", "652800", "市"),  # not 巴州区
        ("科左后旗人民政府", "科尔沁左翼后旗", "150522", "县"),
        ("前郭县人民政府办公室", "前郭尔罗斯蒙古族自治县", "220721", "县"),
        ("新疆生产建设兵团第一师阿拉尔市", "阿拉尔市", "659002", "县"),
        ("锡林郭勒盟行政公署", "锡林郭勒盟", "152500", "市"),
        ("大兴安岭地区行署", "大兴安岭地区", "232700", "市"),
        ("鄂伦春旗人民政府", "鄂伦春自治旗", "150723", "县"),
        ("科尔沁左翼中旗人民政府", "科尔沁左翼中旗", "150521", "县"),
        ("浦东新区人民政府", "浦东新区", "310115", "县"),
        ("吉林市人民政府", "吉林市", "220200", "市"),
        ("吉林省人民政府办公厅", "吉林省", "220000", "省"),
        ("广西壮族自治区人民政府", "广西壮族自治区", "450000", "省"),
        ("新疆维吾尔自治区人民政府", "新疆维吾尔自治区", "650000", "省"),
        ("石河子市人民政府", "石河子市", "659001", "县"),
        ("神农架林区人民政府", "神农架林区", "429021", "县"),
        ("六枝特区人民政府", "六枝特区", "520203", "县"),
        ("北京市人民政府", "北京市", "110000", "省"),
        ("东莞市人民政府", "东莞市", "441900", "市"),
        ("南通市通州区人民政府", "通州区", "320612", "县"),
        ("吉林长春市朝阳区人民政府", "朝阳区", "220104", "县"),
        ("东乡县人民政府", "东乡族自治县", "622926", "县"),
    ],
)
def test_governments_of_every_kind(name: str, normal: str, code: str, level: str) -> None:
    found = whose(name)
    assert (found.normal, found.division_code, found.level, found.id) == (normal, code, level, code)
    assert (found.division_evidence, found.level_evidence, found.government) == ("name", "division", None)


@pytest.mark.parametrize(
    ("name", "normal", "identity", "level", "government"),
    [
        ("关岭县财政局", "关岭布依族苗族自治县财政局", "520424/财政局", "部门", "关岭布依族苗族自治县"),
        ("吉林市发改局", "吉林市发展和改革局", "220200/发展改革局", "部门", "吉林市"),
        ("安顺市发展和改革局（粮食局）", "安顺市发展和改革局（粮食局）", "520400/发展改革局", "部门", "安顺市"),
        ("安顺财政局", "安顺市财政局", "520400/财政局", "部门", "安顺市"),
        ("深圳龙岗区住房和建设局", "龙岗区住房和建设局", "440307/住房建设局", "部门", "龙岗区"),
        ("内蒙古自治区财政厅", "内蒙古自治区财政厅", "150000/财政厅", "部门", "内蒙古自治区"),
        (
            "安顺市人民政府国有资产监督管理委员会",
            "安顺市国有资产监督管理委员会",
            "520400/国有资产监督管理委员会",
            "部门",
            "安顺市",
        ),
        ("北京市东城区人民政府东华门街道办事处", "东城区东华门街道", "110101/东华门街道", "乡", "东城区"),
        (
            "国家税务总局关岭布依族苗族自治县税务局",
            "国家税务总局关岭布依族苗族自治县税务局",
            "520424/税务局",
            "部门",
            None,
        ),
        (
            "安顺市国有资产监督管理委员会",
            "安顺市国有资产监督管理委员会",
            "520400/国有资产监督管理委员会",
            "部门",
            "安顺市",
        ),
        ("关岭自治县断桥镇人民政府", "关岭布依族苗族自治县断桥镇", "520424/断桥镇", "乡", "关岭布依族苗族自治县"),
        ("北京市朝阳区双井街道办事处", "朝阳区双井街道", "110105/双井街道", "乡", "朝阳区"),
        ("东莞市石龙镇人民政府", "东莞市石龙镇", "441900/石龙镇", "乡", "东莞市"),
        ("合肥市高新区管委会", "合肥市高新区", "340100/高新区", "园区", None),
        ("合肥市高新区", "合肥市高新区", "340100/高新区", "园区", None),
    ],
)
def test_organs_below_a_government(name: str, normal: str, identity: str, level: str, government: str | None) -> None:
    found = whose(name)
    assert (found.normal, found.id, found.level, found.government) == (normal, identity, level, government)


@pytest.mark.parametrize(
    ("names", "identity"),
    [
        ({2015: "洪泽县人民政府", 2019: "洪泽区人民政府"}, "320813"),  # a county made a district
        ({2020: "三元区", 2022: "三元区"}, "350403"),  # a new code under the old name
        ({2019: "公主岭市财政局", 2021: "公主岭市财政局"}, "220381/财政局"),  # moved to another city
        ({2019: "沙县人民政府", 2022: "沙县区人民政府"}, "350427"),
        ({2018: "安顺市环境保护局", 2021: "安顺市生态环境局"}, "520400/生态环境局"),
        ({2020: "安顺市扶贫开发办公室", 2021: "安顺市乡村振兴局"}, "520400/乡村振兴局"),
        ({2020: "安顺市住房和城乡建设局", 2021: "安顺市住房城乡建设局", 2022: "安顺市住建局"}, "520400/住房城乡建设局"),
        ({2019: "平潭综合实验区管委会", 2022: "平潭综合实验区"}, "-/平潭综合实验区"),
        ({2019: "示例县财政局", 2020: "示例县 财政局"}, "-/示例县财政局"),
    ],
)
def test_an_authority_keeps_its_id(names: dict[int, str], identity: str) -> None:
    assert {whose(name, year).id for year, name in names.items()} == {identity}


def test_a_merged_division_ends_with_its_own_id() -> None:
    assert whose("梅列区", 2020).id == "350402" != whose("三元区", 2022).id


def test_the_code_is_that_of_the_year() -> None:
    assert (whose("三元区", 2020).division_code, whose("三元区", 2022).division_code) == ("350403", "350404")
    # a name that the county no longer bore is still its own
    late = whose("洪泽县人民政府", 2023)
    assert (late.normal, late.division_code) == ("洪泽区", "320813")


def test_an_ambiguous_name_has_candidates_and_no_code() -> None:
    found = whose("鼓楼区财政局")
    assert found.candidates == ("320106", "320302", "350102", "410204")
    assert (found.division_code, found.id, found.province, found.level) == (None, None, None, "部门")
    inside = whose("江苏省鼓楼区财政局")
    assert (inside.candidates, inside.id, inside.province) == (("320106", "320302"), None, "江苏省")


@pytest.mark.parametrize(
    ("path", "text", "given", "code", "evidence"),
    [
        ("江苏省/南京市/鼓楼区/2022.txt", "", None, "320106", "path"),
        ("江苏/徐州/2022.pdf", "", None, "320302", "path"),
        ("数据/开封市鼓楼区财政局2022年.docx", "", None, "410204", "path"),
        ("", "请与福州市鼓楼区财政局联系。", None, "350102", "prose"),
        ("", "按照徐州市人民政府的要求，学习南京市的做法。", None, "320302", "prose"),
        ("", "南京市鼓楼区和徐州市鼓楼区都来了。", None, None, None),
        ("", "", "350102", "350102", "given"),
        ("江苏省/a.txt", "徐州市鼓楼区", None, "320302", "prose"),
        ("山东省/a.txt", "", None, None, None),
    ],
)
def test_path_prose_and_collector_tell_namesakes_apart(
    path: str, text: str, given: str | None, code: str | None, evidence: str | None
) -> None:
    found = whose("鼓楼区财政局", path=path, text=text, given=given)
    assert (found.division_code, found.division_evidence) == (code, evidence)
    assert bool(found.candidates) is (code is None)


@pytest.mark.parametrize(
    ("name", "path", "normal", "identity"),
    [
        ("财政局", "贵州省/安顺市/关岭县/财政局.txt", "关岭布依族苗族自治县财政局", "520424/财政局"),
        ("县财政局", "贵州/安顺/关岭/a.txt", "关岭布依族苗族自治县财政局", "520424/财政局"),
        ("县财政局", "贵州省/安顺市/a.txt", "县财政局", None),  # the folder names a city, not the county
        ("太平镇人民政府", "贵州省/安顺市/西秀区/a.txt", "西秀区太平镇", "520402/太平镇"),
        ("太平镇人民政府", "贵州省/安顺市/a.txt", "太平镇", None),
        ("高新区管委会", "安徽省/合肥市/a.txt", "合肥市高新区", "340100/高新区"),
        ("示例县财政局", "贵州省/安顺市/a.txt", "示例县财政局", "-/示例县财政局"),
    ],
)
def test_a_name_without_its_division(name: str, path: str, normal: str, identity: str | None) -> None:
    found = whose(name, path=path)
    assert (found.normal, found.id) == (normal, identity)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("太平镇人民政府", "乡"),  # not in 太平区
        ("东湖新技术开发区管理委员会", "园区"),  # in 武汉, not in 东湖区 of 南昌
        ("贵安新区管委会", "园区"),
        ("新疆生产建设兵团", None),
        ("市场监督管理局", "部门"),
        ("香港特别行政区政府", None),
        ("台湾省人民政府", "省"),
        ("示例市人民政府", None),  # 市 is a city or a county
        ("示例县人民政府", "县"),
        ("某局", "部门"),
    ],
)
def test_what_is_not_in_the_table_has_no_code(name: str, level: str | None) -> None:
    found = whose(name)
    assert (found.division_code, found.province, found.city, found.county) == (None, None, None, None)
    assert found.level == level


def test_places_above() -> None:
    def places(name: str) -> tuple[str | None, str | None, str | None]:
        found = whose(name)
        return found.province, found.city, found.county

    assert places("关岭县财政局") == ("贵州省", "安顺市", "关岭布依族苗族自治县")
    assert places("仙桃市人民政府") == ("湖北省", None, "仙桃市")
    assert places("浦东新区人民政府") == ("上海市", None, "浦东新区")
    assert places("东莞市石龙镇人民政府") == ("广东省", "东莞市", None)
    assert places("贵州省教育厅") == ("贵州省", None, None)


def test_a_path_elsewhere_is_told() -> None:
    assert whose("关岭县财政局", path="贵州省/毕节市/a.txt").path_division == "毕节市"
    assert whose("关岭县财政局", path="贵州省/安顺市/a.txt").path_division is None
    assert whose("安顺市财政局", path="贵州省/安顺市/关岭县/a.txt").path_division is None


def test_nobody() -> None:
    assert identify(None, Context(TABLE)) == identify(" ", Context(TABLE)) == Whose()


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("深圳市龙崀区财政局", ("广东省", "深圳市")),
        ("广东省深圳市龙崀区人民政府", ("广东省", "深圳市")),
        ("贵州省示例县财政局", ("贵州省", None)),
    ],
)
def test_a_county_that_is_not_in_the_table_is_not_taken_for_its_city(name: str, places: tuple[str, str | None]) -> None:
    found = whose(name)
    assert (found.division_code, found.county, found.id) == (None, None, "-/" + found.normal if found.normal else "")
    assert (found.province, found.city) == places


@pytest.mark.parametrize("organ", ["光明新区财政局", "社区建设局", "黄果树旅游区教育局", "自然保护区管理局"])
def test_an_organ_that_only_sounds_like_a_county_keeps_its_city(organ: str) -> None:
    assert whose(f"安顺市{organ}").division_code == "520400"


@pytest.mark.parametrize(
    ("name", "year", "path", "normal", "code"),
    [
        # there was no 钱塘区 before 2021
        ("杭州钱塘新区管理委员会", 2019, "浙江/杭州/钱塘新区", "杭州钱塘新区", "330100"),
        ("苏州工业园区", 2022, "江苏省/苏州市/苏州工业园区", "苏州工业园区", "320500"),
        ("国家税务总局北京市朝阳区税务局", 2023, "税务", "国家税务总局北京市朝阳区税务局", "110105"),
        ("国家统计局宜宾调查队", 2023, "四川/宜宾", "国家统计局宜宾调查队", "511500"),
        ("自治区民政厅", 2022, "宁夏/2022", "宁夏回族自治区民政厅", "640000"),
        ("芜湖市湾沚区人民政府（原芜湖县）", 2022, "安徽", "湾沚区", "340210"),
        # a folder 西安 is the city, and 邢台 as well
        ("长安区人民政府", 2020, "西安/长安区", "长安区", "610116"),
        ("桥西区人民政府", 2019, "河北/邢台/桥西区", "桥西区", "130503"),
    ],
)
def test_names_that_the_path_completes(name: str, year: int, path: str, normal: str, code: str) -> None:
    found = whose(name, year, f"{path}/{year}.txt")
    assert (found.normal, found.division_code) == (normal, code)


def test_the_path_leaves_out_places_of_other_provinces() -> None:
    found = whose("鼓楼区人民政府", 2023, "江苏省/区县/鼓楼区/2023.txt")
    assert (found.division_code, found.province) == (None, "江苏省")
    assert set(found.candidates) == {"320106", "320302"}
