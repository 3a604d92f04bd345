// A CUDA library that tells a version (of cuDNN with -DCUDNN), and with -DPARTS names others; with -DCRASH it ends the process when loaded, with -DHANG it never finishes.
#include <stdlib.h>
#include <unistd.h>

#ifdef CRASH
__attribute__((constructor)) static void crash(void) { abort(); }
#endif
#ifdef HANG
__attribute__((constructor)) static void hang(void) { for (;;) pause(); }
#endif
#ifdef NEEDS
extern int nothing_at_all(void);
int use(void) { return nothing_at_all(); }
#endif

#ifdef PARTS
const char *parts = PARTS;
#endif

int cudaRuntimeGetVersion(int *version) { *version = 12050; return 0; }
#ifdef CUDNN
size_t cudnnGetVersion(void) { return CUDNN; }
#endif
int cublasGetProperty(int which, int *value) { *value = (int[]){12, 5, 82}[which]; return 0; }
int cufftGetVersion(int *version) { *version = 11203; return 0; }
