// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// The longest byte code of each version and correction, made with the Python package segno
/// 1.6: byte i of n is (7 i + n) mod 256 with the highest bit set; the hash is FNV-1a over
/// the squares, row by row, a byte each.
let fullCodes:
    [(version: Int, correction: QRCode.Correction, count: Int, mask: Int, hash: UInt64)] =
        [
            (1, .low, 17, 6, 0x8518_a616_193d_ffa3),
            (1, .medium, 14, 2, 0xe573_e8d6_eb03_62cf),
            (1, .quartile, 11, 5, 0x2030_bbb8_691f_404b),
            (1, .high, 7, 1, 0xe59f_1061_af67_2b15),
            (2, .low, 32, 2, 0xeb5d_9549_1e5f_50d9),
            (2, .medium, 26, 1, 0x38e9_52ff_1c46_ff0b),
            (2, .quartile, 20, 3, 0x1f87_eddd_ff72_18fb),
            (2, .high, 14, 2, 0xdbe1_356d_f104_7be9),
            (3, .low, 53, 7, 0x2c5c_4da0_266b_0445),
            (3, .medium, 42, 5, 0xfa89_1272_f026_c002),
            (3, .quartile, 32, 2, 0x061b_fa12_2a24_3bf4),
            (3, .high, 24, 2, 0xbc10_640c_5792_0758),
            (4, .low, 78, 7, 0xfd40_9eac_9944_f1b8),
            (4, .medium, 62, 4, 0xd03f_229b_8342_333b),
            (4, .quartile, 46, 4, 0x1a7c_f5c7_0c23_0c51),
            (4, .high, 34, 5, 0x9179_526c_3273_5f87),
            (5, .low, 106, 3, 0x4476_1e04_806d_2d45),
            (5, .medium, 84, 2, 0x803c_224d_e991_5ead),
            (5, .quartile, 60, 0, 0xc07f_c113_83be_741b),
            (5, .high, 44, 1, 0x90d8_5341_c245_acb7),
            (6, .low, 134, 3, 0x338e_0d8c_1d03_a0f7),
            (6, .medium, 106, 6, 0xe007_ed6d_862b_4ad5),
            (6, .quartile, 74, 5, 0x8a37_f94f_f6f7_505a),
            (6, .high, 58, 1, 0x33d2_d5be_c01d_5305),
            (7, .low, 154, 0, 0x5e3e_9e5c_7d70_a7ed),
            (7, .medium, 122, 7, 0xa566_1a57_bf0d_d6cd),
            (7, .quartile, 86, 3, 0x5475_c8bc_0c87_5b43),
            (7, .high, 64, 0, 0x7bba_32d8_0934_e805),
            (8, .low, 192, 6, 0xe4a7_7c0e_70df_f6d7),
            (8, .medium, 152, 1, 0x6643_f5e0_d27e_7310),
            (8, .quartile, 108, 1, 0x6482_e368_0387_be12),
            (8, .high, 84, 6, 0xd7da_0086_64a1_20cf),
            (9, .low, 230, 2, 0x134a_d417_01be_66c7),
            (9, .medium, 180, 7, 0x94d7_2a2f_9114_061a),
            (9, .quartile, 130, 7, 0x91e2_61f6_273e_7352),
            (9, .high, 98, 1, 0x6c9d_7d96_932c_e2a6),
            (10, .low, 271, 5, 0x9a7a_709b_ddbb_1d51),
            (10, .medium, 213, 0, 0x47d2_70c9_b98d_e0e3),
            (10, .quartile, 151, 1, 0x93fb_a65e_25ac_99ba),
            (10, .high, 119, 1, 0xee2d_6d7c_b1fc_1c3c),
        ]
