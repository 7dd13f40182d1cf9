/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "translator/doctor.h"

int doctor_run(struct session *s)
{
	(void)s;
	return 1;
}
