/* test_mask.c - patients' names and telephone numbers in free text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/functions.h"

static void names_are_found_by_the_word_before_them(void **state) {
    static const char *const cases[][2] = {
        {"患者王小明家属来电", "患者王**家属来电"},
        {"患者李强来电", "患者李*来电"},
        {"病人：张三", "病人：张*"},
        {"患者姓名：欧阳娜娜，女", "患者姓名：欧阳**，女"},
        {"患儿刘某某（3岁）", "患儿刘**（3岁）"},
        {"姓名：赵六", "姓名：赵*"},
        {"患者（孙丽华）挂号失败，患者周杰投诉", "患者（孙**）挂号失败，患者周*投诉"},
        {"患者王", "患者王"},
        {"患者信息无法保存", "患者信息无法保存"},
        {"患者应用报错", "患者应用报错"},
        {"患者全部排队", "患者全部排队"},
        {"患者高血压档案", "患者高血压档案"},
        {"患者主索引", "患者主索引"},
        {"患者管理模块", "患者管理模块"},
        {"患者查询慢", "患者查询慢"},
        {"", ""},
        {"患者", "患者"},
        {"患者王**家属", "患者王**家属"},
    };
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, mask_names(a, str_from(cases[i][0]), NULL)), cases[i][1]);
    sval word = {.v = S("住院人")};
    struct svals more = {&word, 1};
    assert_string_equal(str_z(a, mask_names(a, S("住院人陈晨转科"), &more)), "住院人陈*转科");
    arena_free(a);
}

/* Masked records give the documents that the records gave only when a mask is not masked once more. */
static void masking_twice_is_masking_once(void **state) {
    static const char *const cases[][2] = {
        {"13812340571 8888 9999", "138****0571 8888 9999"},
        {"138 1234 0571 88889999", "138 **** 0571 88889999"},
        {"110105199003070571 88889999", "110105********0571 88889999"},
        {"0571-88880571 8888-9999", "0571-****0571 8888-9999"},
        {"电话138＊＊＊＊0571 88889999", "电话138＊＊＊＊0571 88889999"},
        {"**13812345678**", "**138****5678**"},
        {"***0571-88889999***", "***0571-****9999***"},
        {"1***0571 88889999", "1***0571 88889999"},
        {"工号12，***0571-88889999", "工号12，***0571-****9999"},
    };
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str once = mask_text(a, str_from(cases[i][0]));
        assert_string_equal(str_z(a, once), cases[i][1]);
        assert_string_equal(str_z(a, mask_text(a, once)), cases[i][1]);
    }
    arena_free(a);
}

static void numbers_of_contacts_are_left(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct mask_contacts contacts = {0};
    mask_gather(a, S("值班 13800000001，座机 (0571) 8888-0001；身份证 110105199003071234"), &contacts);
    assert_int_equal(contacts.n, 2);
    mask_sort(&contacts);
    static const char *const cases[][2] = {
        {"请拨 138-0000-0001 或 13800000002", "请拨 138-0000-0001 或 138****0002"},
        {"+86 138 0000 0001", "+86 138 0000 0001"},
        {"0571-88880001，0571-88880002", "0571-88880001，0571-****0002"},
        {"110105199003071234", "110105********1234"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, mask_text_but(a, str_from(cases[i][0]), &contacts)), cases[i][1]);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_found_by_the_word_before_them),
                                       cmocka_unit_test(numbers_of_contacts_are_left),
                                       cmocka_unit_test(masking_twice_is_masking_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
