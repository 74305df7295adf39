/* mask_names.c - patients' names in free text, found by the word before them and a family name.
 *
 * 患者王小明来电 becomes 患者王**来电. There is no dictionary of names: a name is a family name and one or two characters
 * more, and ends before a character that begins what is said of the patient. 患者信息, 患者应用 and the like, where a family
 * name begins an ordinary word, are listed. A name too much is a nuisance, one too little a leak.
 */
#include "store/functions.h"

static const char *const words[] = {"患者姓名", "病人姓名", "患者", "病人", "患儿", "产妇", "就诊人", "姓名"};

/* The hundred most frequent family names (some nine in ten people), and frequent double ones first. */
static const char *const double_names[] = {"欧阳", "上官", "司马", "诸葛", "慕容", "司徒", "皇甫", "尉迟"};
static const char family_names[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁"
                                   "潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
                                   "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
                                   "覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪"
                                   "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂"
                                   "成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕"
                                   "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米"
                                   "柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑"
                                   "郎甄丛仲虞敖巩明佘池查麻苑迟邝";
/* Ordinary words behind 患者 that begin with a family name. */
static const char *const not_names[] = {
    "应用", "安全", "方便", "方面", "方可", "和",   "时",   "全部", "全程", "于",   "高血", "高峰", "高热",
    "管理", "费用", "单据", "项目", "满意", "文件", "文书", "向",   "万",   "成功", "明确", "明细", "连续",
    "简介", "车",   "路",   "车辆", "关系", "关注", "关闭", "白细", "金额", "包括", "任何", "解释", "解除",
    "查询", "查看", "查房", "易",   "游",   "应",   "师",   "段",   "常",   "申请", "左侧", "左",   "温度",
    "伍",   "计费", "边",   "华",   "程序", "何",   "曾",   "曾经", "莫",   "尚",   "尚未", "未",   "麻醉",
    "管",   "江",   "石",   "章",   "季",   "农",   "宫",   "商",   "古",   "司",   "冷",   "贺",   "康复",
    "荣",   "武",   "席",   "盛",   "毛",   "卫",   "全"};
/* What may stand behind a name of two characters and is no part of it. */
static const char ends_name[] = "来去到在的地得因为于与和及同等家是有无未已被把将要请需反投说称诉提报告就挂缴"
                                "交预咨打拨电取做拿办住出入转手检查化验至从向对本母父妻夫儿女子之"
                                "（(，,。；;：:、！？!? \t\n\r\"“”《》|";

static bool starts_any(str s, const char *const *list, size_t n, size_t *length) {
    for (size_t i = 0; i < n; i++)
        if (s.n && s.p[0] == list[i][0] && str_starts(s, str_from(list[i]))) {
            *length = str_from(list[i]).n;
            return true;
        }
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_among(str one, const char *set) {
    str rest = str_from(set);
    while (rest.n) {
        str from = rest;
        utf8_next(&rest);
        if (str_eq(one, (str){from.p, from.n - rest.n}))
            return true;
    }
    return false;
}

static str first_character(str s) {
    str rest = s;
    utf8_next(&rest);
    return (str){s.p, s.n - rest.n};
}

static bool is_han(str one) {
    uint32_t c = one.n ? utf8_next(&one) : 0;
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF);
}

/* Bytes between the word and the name: 患者：, 患者姓名 , 患者（. */
static size_t separator(str s) {
    static const char *const marks[] = {"：", ":", "（", "(", " ", "\u3000", "“", "\"", "为", "是", "叫"};
    size_t n = 0, length;
    for (int most = 3; most > 0 && starts_any(str_slice(s, n, s.n), marks, COUNT(marks), &length); most--)
        n += length;
    return n;
}

/* Bytes of the family name and of the given name at the beginning of s; false when none is there. */
static bool name_at(str s, size_t *family, size_t *given) {
    size_t length;
    if (starts_any(s, not_names, COUNT(not_names), &length))
        return false;
    if (starts_any(s, double_names, COUNT(double_names), family))
        ;
    else if (is_among(first_character(s), family_names))
        *family = first_character(s).n;
    else
        return false;
    str rest = str_slice(s, *family, s.n), one = first_character(rest);
    if (!is_han(one))
        return false;
    *given = one.n;
    rest = str_slice(rest, one.n, rest.n);
    one = first_character(rest);
    if (is_han(one) && !is_among(one, ends_name))
        *given += one.n;
    return true;
}

static size_t word_at(str s, const struct svals *more) {
    size_t length;
    if (((unsigned char)s.p[0] & 0xC0) == 0x80) /* no word begins inside a character */
        return 0;
    if (starts_any(s, words, COUNT(words), &length))
        return length;
    for (size_t i = 0; more && i < more->n; i++)
        if (more->at[i].v.n && str_starts(s, more->at[i].v))
            return more->at[i].v.n;
    return 0;
}

str mask_names(struct arena *a, str text, const struct svals *more) {
    struct sb b = {.a = a};
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        size_t family, given, word = word_at(str_slice(text, i, text.n), more);
        str behind = str_slice(text, i + word, text.n);
        size_t gap = word ? separator(behind) : 0;
        if (!word || !name_at(str_slice(behind, gap, behind.n), &family, &given)) {
            i += word ? word : 1;
            continue;
        }
        size_t at = i + word + gap + family;
        sb_add(&b, str_slice(text, from, at));
        for (size_t n = utf8_count(str_slice(text, at, at + given)); n > 0; n--)
            sb_char(&b, '*');
        i = from = at + given;
    }
    if (from == 0)
        return text;
    sb_add(&b, str_slice(text, from, text.n));
    return sb_str(&b);
}
