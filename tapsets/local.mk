# SPDX-License-Identifier: GPL-2.0-or-later
# Every file, with its folder; installed under $(pkgdatadir)/tapsets.
tapset_files =
