// SPDX-License-Identifier: Apache-2.0

// An ATmega328P at 16 MHz with a panel of 16 rows behind a HUB08 connector: a row's lamps are
// shifted in over SPI and latched, four address lines choose the row, and an enable line dims by
// cutting its time short. The same four address lines choose which of 16 keys a 74HC4067 puts
// through, so that a keypad costs one pin. README.md beside the boards has the pins.

#include "board.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

// Port B: SPI's own SCK and MOSI, and its SS, which must be an output or the SPI stops.
#define LIGHT _BV(PB0)
#define BUZZER _BV(PB1)
#define LATCH _BV(PB2)
#define DATA _BV(PB3)
#define CLOCK _BV(PB5)

// Port C: ADC0 is the contact.
#define KEY _BV(PC1)

// Port D: DRIVE lets the transceiver drive the pair and stop hearing it.
#define DRIVE _BV(PD2)
#define ROW_LINES (_BV(PD3) | _BV(PD4) | _BV(PD6) | _BV(PD7))
#define ENABLE _BV(PD5)

// Timer 0 counts 4 µs to this: two rows a millisecond, 125 pictures a second.
#define ROW_TIME 124
// What the row's own interrupt takes of it; a shorter light would be none.
#define ROW_TIME_LEAST 12

// 32 ms at 19,200 baud, longer than anything the unit does between two looks.
#define RECEIVED_ROOM 64

uint8_t board_picture[PANEL_ROWS][PANEL_BYTES];

static volatile uint32_t milliseconds;
static volatile uint16_t keys;
static volatile bool is_dark;

static volatile uint8_t received[RECEIVED_ROOM];
static volatile uint8_t received_in, received_out;

static const uint8_t *volatile sending;
static volatile uint16_t sending_count;
static volatile bool is_sending;

// Where the address lines are not neighbours, a table is quicker than shifts.
#define ROW(n) \
    (((n) & 1 ? _BV(PD3) : 0) | ((n) & 2 ? _BV(PD4) : 0) | ((n) & 4 ? _BV(PD6) : 0) \
     | ((n) & 8 ? _BV(PD7) : 0))
static const uint8_t row_lines[PANEL_ROWS] = {
    ROW(0), ROW(1), ROW(2),  ROW(3),  ROW(4),  ROW(5),  ROW(6),  ROW(7),
    ROW(8), ROW(9), ROW(10), ROW(11), ROW(12), ROW(13), ROW(14), ROW(15),
};

static void shift(uint8_t row) {
    for (uint8_t at = 0; at < PANEL_BYTES; at++) {
        SPDR = board_picture[row][at];
        while (!(SPSR & _BV(SPIF))) continue;
    }
}

ISR(TIMER0_COMPA_vect) {
    static uint8_t row;
    static uint16_t key = 1, seen;

    PORTD &= (uint8_t)~ENABLE;
    if (!(PINC & KEY)) seen |= key;
    key <<= 1;
    row++;
    if (row == PANEL_ROWS) {
        row = 0;
        key = 1;
        keys = seen;
        seen = 0;
    }
    PORTD = (uint8_t)((PORTD & ~ROW_LINES) | row_lines[row]);
    PORTB |= LATCH;
    PORTB &= (uint8_t)~LATCH;
    if (!is_dark) PORTD |= ENABLE;
    if (row % 2 == 0) milliseconds++;
    // The next row is shifted while this one shines.
    shift((uint8_t)((row + 1) % PANEL_ROWS));
}

ISR(TIMER0_COMPB_vect) {
    PORTD &= (uint8_t)~ENABLE;
}

ISR(USART_RX_vect) {
    uint8_t byte = UDR0;
    uint8_t next = (received_in + 1) % RECEIVED_ROOM;
    if (next == received_out) return;
    received[received_in] = byte;
    received_in = next;
}

ISR(USART_UDRE_vect) {
    UDR0 = *sending++;
    if (--sending_count == 0) UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

// Only now the stop bit of the last byte is out, and the pair may be let go.
ISR(USART_TX_vect) {
    if (sending_count > 0) return;
    PORTD &= (uint8_t)~DRIVE;
    is_sending = false;
}

void board_start(void) {
    DDRB = LIGHT | BUZZER | LATCH | DATA | CLOCK;
    PORTC = KEY;
    DDRD = DRIVE | ROW_LINES | ENABLE;

    SPCR = _BV(SPE) | _BV(MSTR);
    SPSR = _BV(SPI2X);

    TCCR0A = _BV(WGM01);
    TCCR0B = _BV(CS01) | _BV(CS00);
    OCR0A = ROW_TIME;
    board_set_brightness(255);

    UBRR0 = F_CPU / 16 / 9600 - 1;
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0) | _BV(TXCIE0);

    // The supply is the measure, so that the divider at the contact needs no exact volts.
    ADMUX = _BV(REFS0) | _BV(ADLAR);
    ADCSRA = _BV(ADEN) | _BV(ADSC) | _BV(ADATE) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);

    set_sleep_mode(SLEEP_MODE_IDLE);
    sei();
}

uint32_t board_milliseconds(void) {
    uint32_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) now = milliseconds;
    return now;
}

void board_rest(void) {
    sleep_mode();
}

int16_t board_receive(void) {
    if (received_out == received_in) return -1;
    uint8_t byte = received[received_out];
    received_out = (received_out + 1) % RECEIVED_ROOM;
    return byte;
}

bool board_is_transmitting(void) {
    return is_sending;
}

void board_transmit(const uint8_t *bytes, uint16_t count) {
    if (count == 0) return;
    sending = bytes;
    sending_count = count;
    is_sending = true;
    PORTD |= DRIVE;
    UCSR0B |= _BV(UDRIE0);
}

uint16_t board_keys(void) {
    uint16_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) now = keys;
    return now;
}

uint8_t board_contact(void) {
    return ADCH;
}

void board_show(void) {
}

void board_set_brightness(uint8_t level) {
    is_dark = level == 0;
    uint8_t time = (uint8_t)(ROW_TIME_LEAST
        + (uint16_t)level * (ROW_TIME - ROW_TIME_LEAST) / 255);
    OCR0B = time;
    // At its brightest a row is lit until the next is due.
    TIMSK0 = time < ROW_TIME ? _BV(OCIE0A) | _BV(OCIE0B) : _BV(OCIE0A);
}

void board_set_light(bool on) {
    PORTB = on ? PORTB | LIGHT : PORTB & (uint8_t)~LIGHT;
}

void board_set_buzzer(bool on) {
    PORTB = on ? PORTB | BUZZER : PORTB & (uint8_t)~BUZZER;
}
