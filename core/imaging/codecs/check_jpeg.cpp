// SPDX-License-Identifier: Apache-2.0
// Whether a JPEG's entropy-coded data is whole. Decoding at an eighth of the size reads every code
// word and costs a fraction of the full decoding; libjpeg says what it met as warnings, which
// OpenCV drops.
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include <jpeglib.h>
#include <jerror.h>

namespace {

/// A few cameras pad the data before its end marker.
constexpr int harmlessBytes = 16;
constexpr unsigned long largestMemory = 1ul << 30;   // coefficients of a progressive file

struct Listener {
  jpeg_error_mgr manager;   ///< first, so that libjpeg's pointer is ours
  jmp_buf leave;
  char text[JMSG_LENGTH_MAX];
};

void onError(j_common_ptr info) {
  auto* listener = reinterpret_cast<Listener*>(info->err);
  info->err->format_message(info, listener->text);
  longjmp(listener->leave, 1);
}

bool isDamage(const jpeg_error_mgr& error) {
  switch (error.msg_code) {
    case JWRN_EXTRANEOUS_DATA: return error.msg_parm.i[0] > harmlessBytes;
    case JWRN_HIT_MARKER: case JWRN_HUFF_BAD_CODE: case JWRN_JPEG_EOF: case JWRN_MUST_RESYNC:
    case JWRN_NOT_SEQUENTIAL: case JWRN_BOGUS_PROGRESSION: case JWRN_ARITH_BAD_CODE: return true;
    default: return false;
  }
}

void onMessage(j_common_ptr info, int level) {
  if (level < 0 && isDamage(*info->err)) onError(info);
}

void readThrough(jpeg_decompress_struct& jpeg, const void* bytes, std::size_t size) {
  jpeg_mem_src(&jpeg, static_cast<const unsigned char*>(bytes), size);
  jpeg_read_header(&jpeg, TRUE);
  jpeg.mem->max_memory_to_use = long(largestMemory);
  jpeg.scale_num = 1;
  jpeg.scale_denom = 8;
  jpeg.out_color_space = jpeg.jpeg_color_space;   // no conversion: the values are thrown away
  jpeg.do_fancy_upsampling = FALSE;
  jpeg_start_decompress(&jpeg);
  JSAMPARRAY row =
      (*jpeg.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&jpeg), JPOOL_IMAGE,
                                jpeg.output_width * JDIMENSION(jpeg.output_components), 1);
  while (jpeg.output_scanline < jpeg.output_height) jpeg_read_scanlines(&jpeg, row, 1);
  jpeg_finish_decompress(&jpeg);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) bool assayCheckJpeg(const void* bytes,
                                                                      std::size_t size,
                                                                      char* message,
                                                                      std::size_t room) {
  jpeg_decompress_struct jpeg;
  Listener listener;
  jpeg.err = jpeg_std_error(&listener.manager);
  listener.manager.error_exit = onError;
  listener.manager.emit_message = onMessage;
  jpeg_create_decompress(&jpeg);
  const bool isWhole = setjmp(listener.leave) == 0;   // nothing below has a destructor
  if (isWhole) readThrough(jpeg, bytes, size);
  else std::snprintf(message, room, "%s", listener.text);
  jpeg_destroy_decompress(&jpeg);
  return isWhole;
}
