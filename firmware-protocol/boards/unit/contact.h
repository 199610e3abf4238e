// SPDX-License-Identifier: Apache-2.0

// The supervised contact of SPEC.md section 2.5, which is the unit's presence channel 0.

#ifndef CONTACT_H
#define CONTACT_H

#include <stdint.h>

#include "window_bus.h"

/// Looks at the contact; call it as often as is convenient.
void contact_run(struct wb_unit *unit, uint32_t now);

#endif
