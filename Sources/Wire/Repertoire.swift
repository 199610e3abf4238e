// SPDX-License-Identifier: Apache-2.0

/// Which characters a printer's own Chinese font has. All its members are parts of GB 18030, so
/// the codes are the same.
package enum Repertoire: String, Sendable, Equatable, CaseIterable {
    /// 6,763 characters of everyday, and symbols: what the oldest units have.
    case gb2312
    /// 21,003, all in two bytes: what nearly every unit sold in China has.
    case gbk
    /// GBK, what GB 18030 of 2000 put into two bytes beside it, and Unicode's Extension A in four.
    case gb18030
}
