/* pdf_profile.c - the sRGB profile all colours of a file are meant in (ISO 19005-3, 6.2.3), made by Little CMS. */
#include <lcms2.h>
#include <string.h>

#include "render/pdf_write.h"

/* Bytes 24 to 35 of an ICC profile are the time it was made. The standard's own day serves: IEC 61966-2-1 is of
 * 18 October 1999, and two runs must not differ. */
static void set_date(char *profile) {
    static const char day[12] = {1999 >> 8, (char)(1999 & 255), 0, 10, 0, 18};
    memcpy(profile + 24, day, sizeof day);
}

static str make_profile(struct pdf *pdf) {
    static const double version = 4.2; /* of ICC.1:2004, what PDF 1.7 knows */
    cmsHPROFILE p = cmsCreate_sRGBProfile();
    cmsUInt32Number n = 0;
    str out = {0};
    if (!p)
        return out;
    cmsSetProfileVersion(p, version);
    if (cmsSaveProfileToMem(p, NULL, &n) && n > 128) {
        char *bytes = ARENA_ARRAY(pdf->scratch, char, n);
        if (cmsSaveProfileToMem(p, bytes, &n)) {
            set_date(bytes);
            out = (str){bytes, n};
        }
    }
    cmsCloseProfile(p);
    return out;
}

bool pdf_profile(struct pdf *pdf, struct failure *f) {
    str profile = make_profile(pdf);
    if (profile.n == 0)
        failure_text(f, S("Little CMS cannot make the sRGB profile"));
    else
        pdf_out_stream(pdf->out, pdf->profile, "/N 3", profile, PDF_DEFLATED);
    return profile.n > 0;
}
