#include "cli/bag_info.h"

#include "archive/bag_manifest.h"
#include "cli/inputs.h"
#include "util/hash.h"

bool bag_fonts_digest(struct job *j, str *digest) {
    struct inputs fonts = {0};
    struct sb all = {.a = j->a};
    struct hashes h;
    const char *why;
    if (!inputs_add_fonts(j, &fonts))
        return false;
    for (size_t i = 0; i < fonts.n; i++) {
        if (!hash_file(str_z(j->a, fonts.at[i].path), &h, &why)) {
            failure_text(&j->f, str_fmt(j->a, "cannot read font '%.*s': %s", STR_ARG(fonts.at[i].path), why));
            return false;
        }
        manifest_put(&all, h.sha256, fonts.at[i].name);
    }
    hash_text(all.n ? sb_str(&all) : S(""), &h);
    *digest = str_fmt(j->a, "%s", h.sha256);
    return true;
}

str bag_info_text(struct job *j, const struct period *p, const struct bag_facts *facts) {
    const struct contract_head *h = &j->contract->head;
    struct sb b = {.a = j->a};
    bag_info_put(&b, "Source-Organization", h->supplier.v);
    bag_info_put(&b, "Lvyue-Recipient", h->buyer.v);
    if (j->v->option[OPT_BY].n)
        bag_info_put(&b, "Contact-Name", j->v->option[OPT_BY]);
    bag_info_put(&b, "External-Description",
                 str_fmt(j->a, "%.*s %.*s", STR_ARG(h->title.v), STR_ARG(period_text_zh(j->a, p))));
    bag_info_put(&b, "External-Identifier",
                 str_fmt(j->a, "%.*s %s", STR_ARG(h->number.v.n ? h->number.v : h->id.v), p->label));
    bag_info_put(&b, BAG_DATE, civil_text_day(j->a, j->v->on));
    bag_info_put(&b, BAG_AGENT, S("lvyue " LVYUE_VERSION));
    bag_info_put(&b, BAG_PERIOD, str_from(p->label));
    bag_info_put(&b, BAG_INPUTS, facts->masked.n ? S(BAG_INPUTS_MASKED) : S("originals"));
    if (facts->masked.n)
        bag_info_put(&b, BAG_MASKED, facts->masked);
    if (facts->different.n)
        bag_info_put(&b, BAG_DIFFERENT, facts->different);
    bag_info_put(&b, BAG_FONTS, facts->fonts);
    return sb_str(&b);
}
