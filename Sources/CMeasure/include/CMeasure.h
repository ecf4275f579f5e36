#ifndef C_MEASURE_H
#define C_MEASURE_H

#include <stdint.h>

/// Bytes that are allocated and not freed; 0 where the C library cannot say.
int64_t cm_live_bytes(void);

/// Gives freed memory back to the system, as far as the C library can.
void cm_trim(void);

/// CPU nanoseconds of this process, all threads.
int64_t cm_process_cpu(void);

/// CPU nanoseconds of the calling thread.
int64_t cm_thread_cpu(void);

/// Puts a pseudo-terminal in place of standard input and output.
///
/// Returns its far side, or -1; `output` gets the standard output that was.
int cm_take_terminal(int columns, int rows, int *output);

#endif
