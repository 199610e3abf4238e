// SPDX-License-Identifier: Apache-2.0

// The registers of the CMSDK parts used (Arm DUI 0479) and of the core's timer (Arm DDI 0403).

#ifndef CHIP_H
#define CHIP_H

#include <stdint.h>

#define CLOCK_HERTZ 25000000u

struct uart {
    volatile uint32_t data;
    volatile uint32_t state;
    volatile uint32_t control;
    volatile uint32_t interrupts;
    volatile uint32_t divider;
};

enum { UART_IS_FULL = 1, UART_HAS_BYTE = 2 };
enum { UART_SENDS = 1, UART_RECEIVES = 2, UART_TELLS_SENT = 4, UART_TELLS_RECEIVED = 8 };
enum { UART_SENT = 1, UART_RECEIVED = 2 };

#define LINE_UART ((struct uart *)0x40004000u)
#define BENCH_UART ((struct uart *)0x40005000u)

#define WATCHDOG_RELOAD (*(volatile uint32_t *)0x40008000u)
#define WATCHDOG_CONTROL (*(volatile uint32_t *)0x40008008u)
enum { WATCHDOG_COUNTS = 1, WATCHDOG_RESTARTS = 2 };

#define TIMER_CONTROL (*(volatile uint32_t *)0xE000E010u)
#define TIMER_RELOAD (*(volatile uint32_t *)0xE000E014u)
#define INTERRUPTS_ENABLED (*(volatile uint32_t *)0xE000E100u)

#define VECTORS (*(volatile uint32_t *)0xE000ED08u)
#define RESTART (*(volatile uint32_t *)0xE000ED0Cu)
#define RESTART_WORD 0x05FA0004u

#endif
