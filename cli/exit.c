/* The table of exit statuses. */
#include "cli/exit.h"

int
exit_status(int code)
{
	switch ((enum kasa_error)code) {
	case KASA_OK:
		return EXIT_DONE;
	case KASA_EINVAL:
	case KASA_EAMBIGUOUS:
		return EXIT_USAGE;
	case KASA_ENOTFOUND:
	case KASA_EUNREACH:
	case KASA_EREFUSED:
	case KASA_ETIMEOUT:
	case KASA_ERESET:
	case KASA_EIDENTITY:
		return EXIT_NOT_FOUND;
	case KASA_EAUTH:
	case KASA_ESIGNATURE:
		return EXIT_AUTH;
	case KASA_ENOTSUP:
		return EXIT_UNSUPPORTED;
	case KASA_ENOMEM:
	case KASA_EIO:
	case KASA_EPROTO:
	case KASA_EDEVICE:
	case KASA_EBUSY:
	case KASA_ECANCELED:
	case KASA_EUNKNOWN:
	case KASA_EBREAKER:
	case KASA_ERIVAL:
	case KASA_EDENIED:
		return EXIT_DEVICE;
	}
	return EXIT_DEVICE;
}
