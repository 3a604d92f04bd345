/**
 * The platforms that a wheel is made for: those that have TensorFlow and a prebuilt `zeromq`.
 *
 * `tag` is what the addon of zeromq asks for: glibc 2.25 and GLIBCXX 3.4.22 on Linux, macOS 14.5 (arm64) and 15.5
 * (x86-64), which pip's tags round to a whole version. `ran`: whether an installation of this wheel is tested.
 * @typedef {{ tag: string, os: string, arch: string, libc: string, words: string, ran: boolean }} Platform
 */

/** @type {readonly Platform[]} */
export const platforms = [
  {
    tag: 'manylinux_2_27_x86_64',
    os: 'linux',
    arch: 'x64',
    libc: 'glibc',
    words: 'Linux x86-64',
    ran: true,
  },
  {
    tag: 'manylinux_2_27_aarch64',
    os: 'linux',
    arch: 'arm64',
    libc: 'glibc',
    words: 'Linux arm64',
    ran: false,
  },
  {
    tag: 'macosx_15_0_arm64',
    os: 'darwin',
    arch: 'arm64',
    libc: 'libc',
    words: 'macOS, Apple silicon',
    ran: false,
  },
  {
    tag: 'macosx_15_0_x86_64',
    os: 'darwin',
    arch: 'x64',
    libc: 'libc',
    words: 'macOS, Intel',
    ran: false,
  },
  {
    tag: 'win_amd64',
    os: 'win32',
    arch: 'x64',
    libc: 'msvc',
    words: 'Windows x86-64',
    ran: false,
  },
  {
    tag: 'win_arm64',
    os: 'win32',
    arch: 'arm64',
    libc: 'msvc',
    words: 'Windows arm64',
    ran: false,
  },
];
