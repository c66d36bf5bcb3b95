"""Simplified script turned into Traditional, for the words that the generator prints."""

from __future__ import annotations

# Words first: their characters have more than one Traditional form.
_WORDS = {
    "制作": "製作",
    "编制": "編製",
    "制发": "製發",
    "重复": "重複",
    "答复": "答覆",
    "联系": "聯繫",
    "关系": "關係",
}
_FROM = (
    "业个为举乡书从众会关内决况减办务动区华单卫历县发号员围国图场坚处备够审对将属废开"
    "张强当录态总户执扫护报数无时权条来标栏样检没浏现电监码称稳类纠级纳组细织经结绕统"
    "继续维编缴罚联获虚补见规览计订认训议记许讼设访识诉话询该请读负财责账质购费资转较"
    "过还这进邮镇门闭问间页项题额万与于体台后复机构据范采网确岁战术党选传讲观优势创应档"
    "馆测试环节约农产协调领导层满随简龙"
)
_TO = (
    "業個為舉鄉書從眾會關內決況減辦務動區華單衛歷縣發號員圍國圖場堅處備夠審對將屬廢開"
    "張強當錄態總戶執掃護報數無時權條來標欄樣檢沒瀏現電監碼稱穩類糾級納組細織經結繞統"
    "繼續維編繳罰聯獲虛補見規覽計訂認訓議記許訟設訪識訴話詢該請讀負財責賬質購費資轉較"
    "過還這進郵鎮門閉問間頁項題額萬與於體臺後復機構據範採網確歲戰術黨選傳講觀優勢創應檔"
    "館測試環節約農產協調領導層滿隨簡龍"
)
_TABLE = str.maketrans(_FROM, _TO)


def to_traditional(text: str) -> str:
    """`text` in Traditional script, as far as the generator's own vocabulary goes."""
    for simplified, traditional in _WORDS.items():
        if simplified in text:
            text = text.replace(simplified, traditional)
    return text.translate(_TABLE)
