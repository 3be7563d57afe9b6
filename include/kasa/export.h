/**
 * @file
 * Which names leave the library. Everything else is hidden.
 */
#ifndef KASA_EXPORT_H
#define KASA_EXPORT_H

#if defined(__GNUC__) || defined(__clang__)
#define KASA_API __attribute__((visibility("default")))
#else
#define KASA_API
#endif

#endif
