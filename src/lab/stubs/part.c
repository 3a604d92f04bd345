/* A part of cuDNN: a library that can be loaded, and has nothing that anybody asks for. */
const int gpu_lab_part = 1;
