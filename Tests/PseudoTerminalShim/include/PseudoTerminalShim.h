// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How often this program was told something about a pseudo-terminal that the system would have
/// refused: more than 0 proves that the shim stands between libserialport and the C library.
int pseudo_terminal_shim_answers(void);
