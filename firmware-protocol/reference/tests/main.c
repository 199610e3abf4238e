/* SPDX-License-Identifier: Apache-2.0 */

#include "harness.h"

int main(void) {
    test_frames();
    test_sign();
    test_events();
    test_finding();
    test_pictures();
    test_seals();
    test_images();
    printf("%u checks, %u failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
