/* The loop of pricing/optimizer/value_kernels.py in C, what its time is held to.

   season: the same steps in the same order, seats innermost, four rungs a pass
   (for 5, 9, 13 ... rungs).
   season_plain: values instead of bid prices, rungs innermost, as one writes it
   down first. Both set bid [N, W] before the first step. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double larger(double one, double other) { return one > other ? one : other; }

static void set_gains(const double *restrict s, const double *restrict i, long rungs,
                      const double *restrict bid, long seats, double *restrict gain) {
    for (long x = 1; x <= seats; x++) {
        const double b = bid[x];
        const double low = larger(i[0] - s[0] * b, i[1] - s[1] * b);
        const double high = larger(i[2] - s[2] * b, i[3] - s[3] * b);
        gain[x] = larger(i[4] - s[4] * b, larger(low, high));
    }
    for (long l = 5; l < rungs; l += 4) {
        const double s0 = s[l], s1 = s[l + 1], s2 = s[l + 2], s3 = s[l + 3];
        const double i0 = i[l], i1 = i[l + 1], i2 = i[l + 2], i3 = i[l + 3];
        for (long x = 1; x <= seats; x++) {
            const double b = bid[x];
            const double low = larger(i0 - s0 * b, i1 - s1 * b);
            const double high = larger(i2 - s2 * b, i3 - s3 * b);
            gain[x] = larger(gain[x], larger(low, high));
        }
    }
}

static long cut(const double *sales, const double *income, long rungs, double *s,
                double *i) {
    double most = 0;
    for (long l = 0; l < rungs; l++) most = larger(most, sales[l]);
    const long parts = most > 1 ? (long)ceil(most) : 1;
    for (long l = 0; l < rungs; l++) {
        s[l] = sales[l] / parts;
        i[l] = income[l] / parts;
    }
    return parts;
}

void season(const double *sales, const double *income, const long *capacity, long pairs,
            long steps, long rungs, long width, double *out) {
    double *bid = malloc((width + 1) * sizeof *bid);
    double *gain = malloc((width + 1) * sizeof *gain);
    double *s = malloc(rungs * sizeof *s), *i = malloc(rungs * sizeof *i);
    for (long n = 0; n < pairs; n++) {
        memset(bid, 0, (width + 1) * sizeof *bid);
        gain[0] = 0;
        long reach = 0;
        for (long t = steps - 1; t >= 0; t--) {
            const long at = (n * steps + t) * rungs;
            const long parts = cut(sales + at, income + at, rungs, s, i);
            for (long part = 0; part < parts; part++) {
                if (reach < capacity[n]) reach++;
                set_gains(s, i, rungs, bid, reach, gain);
                for (long x = 1; x <= reach; x++) bid[x] += gain[x] - gain[x - 1];
            }
        }
        memcpy(out + n * width, bid + 1, capacity[n] * sizeof *bid);
    }
    free(bid), free(gain), free(s), free(i);
}

void season_plain(const double *sales, const double *income, const long *capacity,
                  long pairs, long steps, long rungs, long width, double *out) {
    double *value = malloc((width + 1) * sizeof *value);
    double *earlier = malloc((width + 1) * sizeof *earlier);
    double *s = malloc(rungs * sizeof *s), *i = malloc(rungs * sizeof *i);
    for (long n = 0; n < pairs; n++) {
        memset(value, 0, (width + 1) * sizeof *value);
        earlier[0] = 0;
        for (long t = steps - 1; t >= 0; t--) {
            const long at = (n * steps + t) * rungs;
            const long parts = cut(sales + at, income + at, rungs, s, i);
            for (long part = 0; part < parts; part++) {
                for (long x = 1; x <= capacity[n]; x++) {
                    const double b = value[x] - value[x - 1];
                    double best = -HUGE_VAL;
                    for (long l = 0; l < rungs; l++) best = larger(best, i[l] - s[l] * b);
                    earlier[x] = value[x] + best;
                }
                double *swapped = value;
                value = earlier, earlier = swapped;
            }
        }
        for (long x = 0; x < capacity[n]; x++) out[n * width + x] = value[x + 1] - value[x];
    }
    free(value), free(earlier), free(s), free(i);
}
