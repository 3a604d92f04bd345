import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { practicePython, whyNoLab } from './pythons.ts';
import { runScript } from './run-script.ts';

// Instructions one by one, on the stub driver without TensorFlow.

const answer = v.object({
  found: v.number(),
  launched: v.number(),
  copied: v.number(),
  text: v.string(),
  output: v.array(v.number()),
});

interface Kernel {
  /** Between reading x0, x1, x2 (32 bits each, at thread × 12) and writing %r9. */
  readonly body: string;
  readonly input?: readonly number[];
  readonly block?: number;
  readonly pointer?: number;
  readonly variables?: Record<string, string>;
}

/** Each thread reads three words and writes one. */
const ptx = (body: string): string => `
.version 8.0
.target sm_90
.address_size 64
.visible .entry k(.param .u64 from, .param .u64 to)
{
  .reg .pred %p<8>;
  .reg .b16 %h<8>;
  .reg .b32 %r<16>;
  .reg .f32 %f<8>;
  .reg .b64 %rd<8>;
  .shared .align 4 .b8 box[256];
  ld.param.u64 %rd1, [from];
  ld.param.u64 %rd2, [to];
  mov.u32 %r1, %tid.x;
  mul.wide.u32 %rd3, %r1, 12;
  add.s64 %rd4, %rd1, %rd3;
  ld.global.u32 %r2, [%rd4];
  ld.global.u32 %r3, [%rd4+4];
  ld.global.u32 %r4, [%rd4+8];
  mul.wide.u32 %rd5, %r1, 4;
  add.s64 %rd6, %rd2, %rd5;
  ${body}
  st.global.u32 [%rd6], %r9;
  ret;
}
`;

const reason = whyNoLab();

async function run({ body, input = [], block = 1, pointer, variables = {} }: Kernel) {
  const words = [...input, ...Array.from({ length: 3 * block }, () => 0)].slice(0, 3 * block);
  const { stdout } = await runScript('healthy', 'ptx.py', {
    python: practicePython,
    variables,
    input: JSON.stringify({ ptx: ptx(body), block, input: words, output: block, pointer }),
  });
  return v.parse(answer, JSON.parse(stdout));
}

const bits = (value: number): number => new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;

describe.skipIf(reason !== undefined)(`instructions of kernels ${reason ?? ''}`, () => {
  it.each<readonly [string, string, readonly number[], number]>([
    ['add.s32 overflows', 'add.s32 %r9, %r2, %r3;', [0xffffffff, 2], 1],
    ['add.sat.s32 does not', 'add.sat.s32 %r9, %r2, %r3;', [0x7fffffff, 2], 0x7fffffff],
    ['sub.sat.s32 neither', 'sub.sat.s32 %r9, %r2, %r3;', [0x80000000, 2], 0x80000000],
    ['mul.hi.s32 is signed', 'mul.hi.s32 %r9, %r2, %r3;', [0xffffffff, 2], 0xffffffff],
    ['mad.lo.s32', 'mad.lo.s32 %r9, %r2, %r3, %r4;', [3, 4, 5], 17],
    ['div.s32 by zero', 'div.s32 %r9, %r2, %r3;', [7, 0], 0xffffffff],
    ['rem.s32 has the sign of the first', 'rem.s32 %r9, %r2, %r3;', [0xfffffff9, 3], 0xffffffff],
    ['shr.s32 fills with the sign', 'shr.s32 %r9, %r2, 40;', [0x80000000], 0xffffffff],
    ['shl.b32 by too much', 'shl.b32 %r9, %r2, 32;', [1], 0],
    ['bfe.s32 extends the sign', 'bfe.s32 %r9, %r2, 4, 4;', [0x80], 0xfffffff8],
    ['bfi.b32', 'bfi.b32 %r9, %r2, %r3, 8, 8;', [0xab, 0x11223344], 0x1122ab44],
    ['prmt.b32', 'prmt.b32 %r9, %r2, %r3, 0x3254;', [0x33221100, 0x77665544], 0x33225544],
    ['shf.l.wrap.b32', 'shf.l.wrap.b32 %r9, %r2, %r3, 8;', [0xab000000, 0x11], 0x11ab],
    ['lop3.b32', 'lop3.b32 %r9, %r2, %r3, %r4, 0xE8;', [0b1100, 0b1010, 0b0110], 0b1110],
    ['clz and brev', 'clz.b32 %r5, %r2; brev.b32 %r9, %r5;', [1], 0xf8000000],
    ['popc', 'popc.b32 %r9, %r2;', [0xff0f], 12],
    [
      'setp.lo is below, unsigned',
      'setp.lo.u32 %p1, %r2, %r3; selp.u32 %r9, 1, 0, %p1;',
      [1, 2],
      1,
    ],
    [
      'setp with a second predicate',
      'setp.ne.u32 %p1, %r3, 0; setp.eq.and.u32 %p2|%p3, %r2, 5, !%p1; selp.u32 %r5, 1, 0, %p2; selp.u32 %r6, 2, 0, %p3; or.b32 %r9, %r5, %r6;',
      [5, 0],
      1,
    ],
    ['add with carry', 'add.cc.u32 %r5, %r2, %r3; addc.u32 %r9, %r4, 0;', [0xffffffff, 1, 7], 8],
    ['cvt.rzi.s32.f32', 'mov.b32 %f1, %r2; cvt.rzi.s32.f32 %r9, %f1;', [bits(-2.9)], 0xfffffffe],
    ['cvt.rni ties to even', 'mov.b32 %f1, %r2; cvt.rni.s32.f32 %r9, %f1;', [bits(2.5)], 2],
    [
      'cvt.rn.f32.u32',
      'cvt.rn.f32.u32 %f1, %r2; mov.b32 %r9, %f1;',
      [0xffffffff],
      bits(4294967296),
    ],
    ['cvt.sat.u8.s32', 'cvt.sat.u8.s32 %h1, %r2; cvt.u32.u16 %r9, %h1;', [300], 255],
    [
      'cvt.rz.f32.f64 is rounded down',
      'cvt.f64.f32 %rd7, %f0; mov.f64 %rd7, 0d3FF0000010000001; cvt.rz.f32.f64 %f1, %rd7; mov.b32 %r9, %f1;',
      [],
      bits(1),
    ],
    [
      'add.rp.f32 is rounded up',
      'mov.b32 %f1, %r2; mov.b32 %f2, %r3; add.rp.f32 %f3, %f1, %f2; mov.b32 %r9, %f3;',
      [bits(1), bits(1e-10)],
      0x3f800001,
    ],
    [
      'min.f32 leaves NaN out',
      'mov.b32 %f1, %r2; mov.b32 %f2, %r3; min.f32 %f3, %f1, %f2; mov.b32 %r9, %f3;',
      [0x7fc00000, bits(3)],
      bits(3),
    ],
    [
      'min.NaN.f32 keeps it',
      'mov.b32 %f1, %r2; mov.b32 %f2, %r3; min.NaN.f32 %f3, %f1, %f2; mov.b32 %r9, %f3;',
      [0x7fc00000, bits(3)],
      0x7fc00000,
    ],
    [
      'half of the smallest kind',
      'mov.b32 %f1, %r2; cvt.rn.f16.f32 %h1, %f1; cvt.u32.u16 %r9, %h1;',
      [bits(2 ** -24)],
      1,
    ],
    [
      'half ties to even',
      'mov.b32 %f1, %r2; cvt.rn.f16.f32 %h1, %f1; cvt.u32.u16 %r9, %h1;',
      [bits(2049)],
      0x6800,
    ],
    [
      'testp.infinite',
      'mov.b32 %f1, %r2; testp.infinite.f32 %p1, %f1; selp.u32 %r9, 1, 0, %p1;',
      [0x7f800000],
      1,
    ],
    ['.loc has no semicolon', '.loc 1 2 3\n  add.s32 %r9, %r2, 1;', [1], 2],
  ])('%s', async (_name, body, input, expected) => {
    const { output, text } = await run({ body, input });
    expect({ output, text }).toEqual({ output: [expected], text: 'no error' });
  });

  it('threads meet again after a branch, at shuffles, votes and barriers', async () => {
    const { output } = await run({
      block: 64,
      body: `
        and.b32 %r5, %r1, 1; setp.eq.u32 %p1, %r5, 0; mov.u32 %r6, 1;
        @%p1 bra EVEN;
        mov.u32 %r6, 100;
      EVEN:
        shfl.sync.bfly.b32 %r7, %r6, 1, 31, -1;
        vote.sync.ballot.b32 %r8, %p1, -1;
        popc.b32 %r8, %r8;
        mov.u32 %r10, box; setp.eq.u32 %p2, %r1, 40;
        @%p2 st.shared.u32 [%r10], 5;
        bar.sync 0;
        ld.shared.u32 %r11, [%r10];
        mad.lo.s32 %r9, %r11, 1000, %r7; add.s32 %r9, %r9, %r8;`,
    });
    expect([output[0], output[1], output[62], output[63]]).toEqual([5116, 5017, 5116, 5017]);
  });

  it('atomic additions of all threads come together', async () => {
    const { output } = await run({
      block: 96,
      body: `mov.u32 %r10, box; setp.eq.u32 %p1, %r1, 0; @%p1 st.shared.u32 [%r10], 0; bar.sync 0;
        atom.shared.add.u32 %r5, [%r10], 2; bar.sync 0; ld.shared.u32 %r9, [%r10];`,
    });
    expect(new Set(output)).toEqual(new Set([192]));
  });

  it.each<readonly [string, Kernel, RegExp]>([
    ['an unknown instruction', { body: 'wgmma.fence.sync.aligned;' }, /the instruction `wgmma/],
    [
      'an unknown modifier',
      { body: 'add.strange.s32 %r9, %r2, %r3;' },
      /the instruction `add\.strange/,
    ],
    ['an unknown name', { body: 'mov.u32 %r9, nowhere;' }, /the name `nowhere`/],
    ['an unknown function', { body: 'call nowhere, ();' }, /it calls `nowhere`/],
    [
      'an address outside of memory',
      { body: 'mov.u32 %r9, 1;', pointer: 4096 },
      /the address 0x1000, where the GPU has no memory/,
    ],
    [
      'a loop without end',
      { body: 'L: bra L;', variables: { GPU_LAB_STEPS: '10000' } },
      /it does not end/,
    ],
    [
      'threads that wait for one another',
      { body: 'setp.lt.u32 %p1, %r1, 32; @%p1 bar.sync 0; @!%p1 bar.sync 1;', block: 64 },
      /its threads wait for one another/,
    ],
  ])('%s is an error of the next copy, and no crash', async (_name, kernel, why) => {
    const { launched, copied, text } = await run(kernel);
    expect({ launched, copied }).toEqual({ launched: 0, copied: 801 });
    expect(text).toMatch(/The simulated GPU cannot run the kernel `k`: .*start Python anew/);
    expect(text).toMatch(why);
  });
});
