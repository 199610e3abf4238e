/* SPDX-License-Identifier: Apache-2.0 */

#include "harness.h"

int main(int argc, char **argv) {
#ifdef WITHOUT_VECTORS
    (void)argc;
    (void)argv;
#else
    if (argc != 2 || !test_vectors(argv[1])) {
        fprintf(stderr, "the vectors cannot be read\n");
        return 2;
    }
#endif
    checking[0] = 0;
    test_unit();
    test_views();
    printf("%u checks, %u failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
