/* libcudnn: batch normalization of images, one mean and variance a channel (spatial mode). */
#include <math.h>
#include <stdlib.h>

#include "cudnn-tensor.h"

enum { SPATIAL = 1, SPATIAL_PERSISTENT = 2, WITHOUT_ACTIVATION = 0, SPARE_BYTES = 16 };

/* x and what belongs to it; scale, offset, mean and so on have one number for each channel. */
struct images { const struct tensor *shape; enum type type, channels; int count; /* numbers in a channel */ };

static int read_images(int mode, const struct tensor *shape, struct images *images) {
  if ((mode != SPATIAL && mode != SPATIAL_PERSISTENT) || number_type(shape->type) < 0 || shape->dimensions < 3) return 0;
  *images = (struct images){shape, (enum type)number_type(shape->type), factor_type(shape->type), shape->size[0]};
  for (int d = 2; d < shape->dimensions; d++) images->count *= shape->size[d];
  return 1;
}

/* Each number of a channel: `index` starts as zeros with [1] = the channel. */
static int next_of_channel(int *index, const struct tensor *shape) {
  int size[MOST], channel = index[1];
  for (int d = 0; d < shape->dimensions; d++) size[d] = shape->size[d];
  index[1] = 0, size[1] = 1;
  int more = next(index, size, shape->dimensions);
  index[1] = channel;
  return more;
}

/* The sums over a channel of x minus `from`, and of that times y minus `of` (of itself where y is null). */
static void sums(const struct images *images, int channel, const void *x, double from, const void *y, double *plain, double *product) {
  int index[MOST] = {0, channel};
  *plain = *product = 0;
  do {
    size_t at = place(images->shape, index);
    double value = number_at(x, images->type, at) - from;
    *plain += value;
    *product += value * (y ? number_at(y, images->type, at) : value);
  } while (next_of_channel(index, images->shape));
}

/* y := scale (x - mean) inverse + offset */
static void normalize(const struct images *images, int channel, const void *x, void *y, double scale, double mean,
                      double inverse, double offset) {
  int index[MOST] = {0, channel};
  do {
    size_t at = place(images->shape, index);
    set_number(y, images->type, at, scale * (number_at(x, images->type, at) - mean) * inverse + offset);
  } while (next_of_channel(index, images->shape));
}

static void keep(void *running, enum type type, int channel, double factor, double value) {
  if (running) set_number(running, type, (size_t)channel, (factor == 1 ? 0 : (1 - factor) * number_at(running, type, (size_t)channel)) + factor * value);
}

static void train(const struct images *images, const void *x, void *y, const void *scale, const void *offset, double factor,
                  void *running_mean, void *running_variance, double epsilon, void *saved_mean, void *saved_inverse) {
  enum type type = images->channels;
  for (int channel = 0; channel < images->shape->size[1]; channel++) {
    double sum, squares, mean, unused;
    sums(images, channel, x, 0, NULL, &sum, &unused);
    mean = sum / images->count;
    sums(images, channel, x, mean, NULL, &unused, &squares);
    double inverse = 1 / sqrt(squares / images->count + epsilon);
    keep(running_mean, type, channel, factor, mean);
    keep(running_variance, type, channel, factor, squares / (images->count > 1 ? images->count - 1 : 1));
    if (saved_mean) set_number(saved_mean, type, (size_t)channel, mean);
    if (saved_inverse) set_number(saved_inverse, type, (size_t)channel, inverse);
    normalize(images, channel, x, y, number_at(scale, type, (size_t)channel), mean, inverse, number_at(offset, type, (size_t)channel));
  }
}

static void go_back(const struct images *images, const void *x, const void *dy, void *dx, const void *scale_at, void *dscale,
                    void *doffset, double epsilon, const void *mean_at, const void *inverse_at) {
  enum type type = images->channels;
  double n = images->count;
  for (int channel = 0; channel < images->shape->size[1]; channel++) {
    size_t c = (size_t)channel;
    double mean, inverse, plain, product, dsum, unused, squares;
    sums(images, channel, x, 0, NULL, &plain, &unused);
    mean = mean_at ? number_at(mean_at, type, c) : plain / n;
    sums(images, channel, x, mean, dy, &unused, &product);
    sums(images, channel, x, mean, NULL, &unused, &squares);
    sums(images, channel, dy, 0, NULL, &dsum, &unused);
    inverse = inverse_at ? number_at(inverse_at, type, c) : 1 / sqrt(squares / n + epsilon);
    set_number(dscale, type, c, product * inverse);
    set_number(doffset, type, c, dsum);
    int index[MOST] = {0, channel};
    do {
      size_t at = place(images->shape, index);
      double centred = (number_at(x, images->type, at) - mean) * inverse;
      double gradient = number_at(dy, images->type, at) - dsum / n - centred * product * inverse / n;
      set_number(dx, images->type, at, number_at(scale_at, type, c) * inverse * gradient);
    } while (next_of_channel(index, images->shape));
  }
}

Status cudnnBatchNormalizationForwardInference(void *handle, int mode, const void *alpha, const void *beta,
                                               const struct tensor *shape, const void *x, const struct tensor *y_shape,
                                               void *y, const struct tensor *channels, const void *scale,
                                               const void *offset, const void *mean, const void *variance,
                                               double epsilon) {
  UNLESS_SET(cudnnBatchNormalizationForwardInference);
  struct images images;
  if (!read_images(mode, shape, &images)) return not_supported("cudnnBatchNormalizationForwardInference");
  for (int channel = 0; channel < shape->size[1]; channel++) {
    size_t c = (size_t)channel;
    double inverse = 1 / sqrt(number_at(variance, images.channels, c) + epsilon);
    normalize(&images, channel, x, y, number_at(scale, images.channels, c), number_at(mean, images.channels, c), inverse, number_at(offset, images.channels, c));
  }
  return SUCCESS;
}

Status cudnnBatchNormalizationForwardTraining(void *handle, int mode, const void *alpha, const void *beta,
                                              const struct tensor *shape, const void *x, const struct tensor *y_shape,
                                              void *y, const struct tensor *channels, const void *scale,
                                              const void *offset, double factor, void *running_mean,
                                              void *running_variance, double epsilon, void *saved_mean,
                                              void *saved_inverse) {
  UNLESS_SET(cudnnBatchNormalizationForwardTraining);
  struct images images;
  if (!read_images(mode, shape, &images)) return not_supported("cudnnBatchNormalizationForwardTraining");
  train(&images, x, y, scale, offset, factor, running_mean, running_variance, epsilon, saved_mean, saved_inverse);
  return SUCCESS;
}
Status cudnnBatchNormalizationForwardTrainingEx(void *handle, int mode, int with, const void *alpha, const void *beta,
                                                const struct tensor *shape, const void *x, const struct tensor *z_shape,
                                                const void *z, const struct tensor *y_shape, void *y,
                                                const struct tensor *channels, const void *scale, const void *offset,
                                                double factor, void *running_mean, void *running_variance,
                                                double epsilon, void *saved_mean, void *saved_inverse) {
  UNLESS_SET(cudnnBatchNormalizationForwardTrainingEx);
  struct images images;
  if (with != WITHOUT_ACTIVATION || !read_images(mode, shape, &images)) return not_supported("cudnnBatchNormalizationForwardTrainingEx");
  train(&images, x, y, scale, offset, factor, running_mean, running_variance, epsilon, saved_mean, saved_inverse);
  return SUCCESS;
}

Status cudnnBatchNormalizationBackward(void *handle, int mode, const void *alpha, const void *beta,
                                       const void *alpha_channels, const void *beta_channels, const struct tensor *shape,
                                       const void *x, const struct tensor *dy_shape, const void *dy,
                                       const struct tensor *dx_shape, void *dx, const struct tensor *channels,
                                       const void *scale, void *dscale, void *doffset, double epsilon, const void *mean,
                                       const void *inverse) {
  UNLESS_SET(cudnnBatchNormalizationBackward);
  struct images images;
  if (!read_images(mode, shape, &images)) return not_supported("cudnnBatchNormalizationBackward");
  go_back(&images, x, dy, dx, scale, dscale, doffset, epsilon, mean, inverse);
  return SUCCESS;
}
Status cudnnBatchNormalizationBackwardEx(void *handle, int mode, int with, const void *alpha, const void *beta,
                                         const void *alpha_channels, const void *beta_channels,
                                         const struct tensor *shape, const void *x, const struct tensor *y_shape,
                                         const void *y, const struct tensor *dy_shape, const void *dy,
                                         const struct tensor *dz_shape, void *dz, const struct tensor *dx_shape, void *dx,
                                         const struct tensor *channels, const void *scale, const void *offset,
                                         void *dscale, void *doffset, double epsilon, const void *mean,
                                         const void *inverse) {
  UNLESS_SET(cudnnBatchNormalizationBackwardEx);
  struct images images;
  if (with != WITHOUT_ACTIVATION || !read_images(mode, shape, &images)) return not_supported("cudnnBatchNormalizationBackwardEx");
  go_back(&images, x, dy, dx, scale, dscale, doffset, epsilon, mean, inverse);
  return SUCCESS;
}

/* None is needed, but TensorFlow makes a buffer of it. */
Status cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(void *handle, int mode, int with, void *x, void *z, void *y,
                                                                void *channels, void *activation, size_t *bytes) {
  UNLESS_SET(cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize);
  *bytes = SPARE_BYTES;
  return SUCCESS;
}
Status cudnnGetBatchNormalizationTrainingExReserveSpaceSize(void *handle, int mode, int with, void *activation, void *x, size_t *bytes) {
  UNLESS_SET(cudnnGetBatchNormalizationTrainingExReserveSpaceSize);
  *bytes = SPARE_BYTES;
  return SUCCESS;
}
Status cudnnGetBatchNormalizationBackwardExWorkspaceSize(void *handle, int mode, int with, void *x, void *y, void *dy, void *dz,
                                                         void *dx, void *channels, void *activation, size_t *bytes) {
  UNLESS_SET(cudnnGetBatchNormalizationBackwardExWorkspaceSize);
  *bytes = SPARE_BYTES;
  return SUCCESS;
}
