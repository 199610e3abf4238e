// SPDX-License-Identifier: Apache-2.0

// An ATmega328P at 16 MHz with a panel of 16 rows behind a HUB08 connector: a row's lamps are
// shifted in over SPI and latched, four address lines choose the row, and an enable line dims by
// cutting its time short. The same four address lines choose which of 16 keys each of two 74HC4067
// puts through, so that 32 keys cost two pins. The pad's display is a MAX7219 on the same SPI.
// README.md beside the boards has the pins.

#include "board.h"

#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <avr/wdt.h>
#include <util/atomic.h>

// Port B: SPI's own SCK and MOSI, and its SS, which must be an output or the SPI stops.
#define LIGHT _BV(PB0)
#define BUZZER _BV(PB1)
#define LATCH _BV(PB2)
#define DATA _BV(PB3)
#define CLOCK _BV(PB5)

// Port C: ADC0 is the contact.
#define LOW_KEY _BV(PC1)
#define HIGH_KEY _BV(PC2)
#define PAD_LOAD _BV(PC3)

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
// Two a millisecond.
static volatile uint16_t ticks;
static volatile uint32_t keys;
static volatile bool is_dark;

static volatile uint8_t received[RECEIVED_ROOM];
static volatile uint8_t received_in, received_out;

static volatile bool is_broken;
static volatile uint16_t heard_at;

static const uint8_t *volatile sending;
static volatile uint8_t sending_count;
static volatile uint16_t due_at;
static volatile bool is_due, is_sending;

// The MAX7219's registers, from 1: eight digits, then decoding, intensity, digits in use, power.
#define PAD_REGISTERS 12
static uint8_t pad[PAD_REGISTERS] = {
    PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK, PAD_BLANK,
    0xFF, 7, PAD_DIGITS - 1, 1,
};

// Where the address lines are not neighbours, a table is quicker than shifts.
#define ROW(n) \
    (((n) & 1 ? _BV(PD3) : 0) | ((n) & 2 ? _BV(PD4) : 0) | ((n) & 4 ? _BV(PD6) : 0) \
     | ((n) & 8 ? _BV(PD7) : 0))
static const uint8_t FLASH row_lines[PANEL_ROWS] = {
    ROW(0), ROW(1), ROW(2),  ROW(3),  ROW(4),  ROW(5),  ROW(6),  ROW(7),
    ROW(8), ROW(9), ROW(10), ROW(11), ROW(12), ROW(13), ROW(14), ROW(15),
};

static void shift(uint8_t byte) {
    SPDR = byte;
    while (!(SPSR & _BV(SPIF))) continue;
}

// One register each time, all of them again and again: a chip that lost its mind in a thunderstorm
// is right again a moment later. What is shifted falls out of the panel's end.
static void refresh_pad(void) {
    static uint8_t at;
    at = (uint8_t)((at + 1) % PAD_REGISTERS);
    shift((uint8_t)(at + 1));
    shift(pad[at]);
    PORTC |= PAD_LOAD;
    PORTC &= (uint8_t)~PAD_LOAD;
}

static void read_keys(uint8_t row) {
    static uint16_t key = 1, low, high;
    if (!(PINC & LOW_KEY)) low |= key;
    if (!(PINC & HIGH_KEY)) high |= key;
    key <<= 1;
    if (row < PANEL_ROWS - 1) return;
    key = 1;
    keys = (uint32_t)high << 16 | low;
    low = high = 0;
}

static void begin_if_due(void) {
    if (!is_due || (int16_t)(ticks - due_at) < 0) return;
    is_due = false;
    PORTD |= DRIVE;
    UCSR0B |= _BV(UDRIE0);
}

ISR(TIMER0_COMPA_vect) {
    static uint8_t row;
    PORTD &= (uint8_t)~ENABLE;
    read_keys(row);
    row = (uint8_t)((row + 1) % PANEL_ROWS);
    PORTD = (uint8_t)((PORTD & ~ROW_LINES) | flash_byte(row_lines + row));
    PORTB |= LATCH;
    PORTB &= (uint8_t)~LATCH;
    if (!is_dark) PORTD |= ENABLE;
    if (++ticks % 2 == 0) milliseconds++;
    begin_if_due();

    // The next row is shifted while this one shines.
    refresh_pad();
    const uint8_t *next = board_picture[(row + 1) % PANEL_ROWS];
    for (uint8_t at = 0; at < PANEL_BYTES; at++) shift(next[at]);
}

ISR(TIMER0_COMPB_vect) {
    PORTD &= (uint8_t)~ENABLE;
}

ISR(USART_RX_vect) {
    // To be read before the byte, which takes it along.
    bool has_stop = !(UCSR0A & _BV(FE0));
    uint8_t byte = UDR0;
    heard_at = ticks;
    if (!has_stop) is_broken = true;
    if (!has_stop) return;
    uint8_t next = (received_in + 1) % RECEIVED_ROOM;
    if (next == received_out) return;
    received[received_in] = byte;
    received_in = next;
}

ISR(USART_UDRE_vect) {
    UDR0 = *sending++;
    // If this came late the byte before may have been the last one out: forget that, or the pair
    // would be let go in the middle.
    UCSR0A = _BV(U2X0) | _BV(TXC0);
    if (--sending_count == 0) UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

// Only now the stop bit of the last byte is out, and the pair may be let go.
ISR(USART_TX_vect) {
    if (sending_count > 0) return;
    PORTD &= (uint8_t)~DRIVE;
    is_sending = false;
}

void board_start(void) {
    // First of all, since after a restart by the watchdog it barks after 16 ms.
    wdt_enable(WDTO_250MS);
    MCUSR = 0;
    DDRB = LIGHT | BUZZER | LATCH | DATA | CLOCK;
    DDRC = PAD_LOAD;
    PORTC = LOW_KEY | HIGH_KEY;
    DDRD = DRIVE | ROW_LINES | ENABLE;

    SPCR = _BV(SPE) | _BV(MSTR);
    SPSR = _BV(SPI2X);

    TCCR0A = _BV(WGM01);
    TCCR0B = _BV(CS01) | _BV(CS00);
    OCR0A = ROW_TIME;
    board_set_brightness(255);

    board_set_baud(9600);
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0) | _BV(TXCIE0);

    // The supply is the measure, so that the divider at the contact needs no exact volts.
    ADMUX = _BV(REFS0) | _BV(ADLAR);
    ADCSRA = _BV(ADEN) | _BV(ADSC) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);

    set_sleep_mode(SLEEP_MODE_IDLE);
    sei();
}

uint32_t board_milliseconds(void) {
    uint32_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) now = milliseconds;
    return now;
}

void board_rest(void) {
    wdt_reset();
    sleep_mode();
}

void board_restart(void) {
    for (;;) continue;
}

// Eight clocks a bit instead of sixteen halve the error of the high rates.
void board_set_baud(uint32_t baud) {
    UCSR0A = _BV(U2X0);
    UBRR0 = (uint16_t)((F_CPU / 4 / baud - 1) / 2);
}

int16_t board_receive(void) {
    if (is_broken) {
        is_broken = false;
        return BOARD_BROKEN;
    }
    if (received_out == received_in) return BOARD_NOTHING;
    uint8_t byte = received[received_out];
    received_out = (received_out + 1) % RECEIVED_ROOM;
    return byte;
}

bool board_is_transmitting(void) {
    return is_sending;
}

void board_transmit(const uint8_t *bytes, uint8_t count, uint16_t wait) {
    if (count == 0) return;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        UCSR0B &= (uint8_t)~_BV(UDRIE0);
        sending = bytes;
        sending_count = count;
        // One more, since the tick in which the byte was heard had begun already.
        due_at = heard_at + (wait + 499) / 500 + 1;
        is_due = is_sending = true;
    }
}

uint32_t board_keys(void) {
    uint32_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) now = keys;
    return now;
}

// What was measured since the last look; it takes a tenth of a millisecond.
uint8_t board_contact(void) {
    uint8_t voltage = ADCH;
    ADCSRA |= _BV(ADSC);
    return voltage;
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

void board_set_pad(const uint8_t digits[PAD_DIGITS]) {
    for (uint8_t at = 0; at < PAD_DIGITS; at++) pad[at] = digits[at];
}

uint8_t board_kept(uint8_t place) {
    return eeprom_read_byte((const uint8_t *)(uint16_t)place);
}

bool board_keep(uint8_t place, uint8_t byte) {
    if (!eeprom_is_ready()) return false;
    eeprom_update_byte((uint8_t *)(uint16_t)place, byte);
    return true;
}
