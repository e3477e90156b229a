/**
 * The cloth of a merge, thread by thread, as a program for the graphics card. In, for each pixel: how whole the cloth is,
 * who is in it, and a sheet of their heads, asleep above and alarmed below. Out: its colour. Nothing switches. The cloth
 * tears along bands, each of which has a moment of its own, so that it heals band by band as the dream clears.
 *
 * Lengths are those of a head: a face is about 180 wide, the origin lies between the eyes, y goes down.
 */

/** How many dreamers have a head in the cloth. */
export const HEADS = 12;

/** The part of a bust that the cloth shows: the head and what is nearest to it. */
export const HEAD_BOX = [-250, -280, 500, 560];

/**
 * A the heads of N dreamers, P their colours, D the way from the middle to each. Of Q: R the canvas, C the point between
 * the eyes and K the size of a unit in pixels, S whole 1 to torn 0, T seconds, B which merge, Y the first row and whether
 * rows go down or up.
 */
const HEAD = `#version 300 es
precision highp float;
uniform sampler2D A;
uniform vec4 Q[3];
uniform vec3 P[${HEADS}];
uniform vec2 D[${HEADS}];
out vec4 O;
`;

/** h: 0 to 1 out of two whole numbers; v: the same, smooth over the plane; u: with finer grain. */
const NOISE = `
float h(float x, float y) {
  uvec2 a = uvec2(ivec2(x, y)) * uvec2(1597334677u, 3812015801u);
  uint n = (a.x ^ a.y) * 1597334677u;
  return float((n ^ n >> 15) * 2246822519u >> 8) / 16777216.;
}
float v(vec2 p) {
  vec2 i = floor(p), f = p - i;
  f *= f * (3. - 2. * f);
  return mix(mix(h(i.x, i.y), h(i.x + 1., i.y), f.x), mix(h(i.x, i.y + 1.), h(i.x + 1., i.y + 1.), f.x), f.y);
}
float u(vec2 p) { return .65 * v(p) + .35 * v(p * 2.3 + 7.); }
`;

/**
 * Which band (i), how far it is torn (e), where it has slipped to; then the crossing (c) of two threads and the place in it
 * (f). The moments at which bands heal are spread evenly over any few of them, and those of the face heal first.
 */
const CLOTH = `
void main() {
  vec2 R = Q[0].xy, C = Q[0].zw, Y = Q[2].xy, s = vec2(gl_FragCoord.x, Y.x + Y.y * gl_FragCoord.y);
  float K = Q[1].x, S = Q[1].y, T = Q[1].z, B = Q[1].w, N = Q[2].z, F = 1. - S;
  vec2 p = (s - C) / K, n = vec2(.814, .581);
  float b = dot(p, n) / 58. + .7 * v(p * .006), i = floor(b),
    e = clamp(3. * pow(F, .78) - 2. * mix(fract(i * .618 + B * .0713), 1., .45 * exp(-i * i * .15)), 0., 1.);
  vec2 slip = vec2(-n.y, n.x) * (h(i, B + 3.) - .5 + .06 * sin(T * .4 + i * 2.4)) * 118. * e,
    w = (vec2(v(p * .004 + T * .05), v(p * .004 + 9. - T * .04)) - .5) * 26. + vec2(sin(p.y * .012 + T * .3), cos(p.x * .01 + T * .25)) * 5.,
    q = (p + w + slip * .6) / 7.8, c = floor(q), f = q - c - .5, d = p + slip;
  float r = length(d * vec2(1., .84));
`;

/**
 * Whose thread lies on top: who is nearest by direction, in sectors that stay wide at the face and twist outwards, mixed
 * thread by thread, little on the face and much around it. Each step of the mixing passes the thread on to the next, a
 * stride that shares no divisor with any number of dreamers. In a torn band it is whom the band was dealt to.
 */
const OWNER = `
  vec2 g = (d + w * .6) / 120. + (vec2(v(p * .012), v(p * .012 + 4.)) - .5) * .3 - vec2(0., .12);
  float l = length(g), t = .36 + .26 * sin(l * 1.25), m = mod(c.x + floor(N * .5) * c.y, N), k = 0., best = -9.,
    much = .34 + .62 * smoothstep(1.1, 4., l), deal = mod(i + floor(h(i, B + 7.) * 2.), N);
  g = mat2(cos(t), -sin(t), sin(t), cos(t)) * g / (l + .28);
  for (float j = 0.; j < N; j++) {
    float x = mix(dot(g, D[int(j)]) + much * (mod(m - j, N) / max(1., N - 1.) - .5), j == deal ? 1.6 : 0., smoothstep(.3, .9, e));
    if (x > best) { best = x; k = j; }
  }
  vec3 own = P[int(k)];
`;

/** The owner's head there; in a torn band awake, beside its place, printed in the owner's colour. */
const FACE = `
  vec2 a = ((d + (vec2(h(k, 40.), h(k, 41.)) - .5) * vec2(67., 39.) * e) / mix(1.27, 1.42, F) + vec2(250., 280.)) / vec2(500., 560.);
  vec4 z = vec4(0.);
  if (a == clamp(a, .005, .995))
    z = textureLod(A, vec2((a.x + k) / N, (a.y + step(.4 + .2 * h(c.x, c.y), e)) * .5), max(0., log2(.8 / K)))
      * smoothstep(.99, .78, a.y + .12 * abs(a.x - .5));
`;

/** The thread: its width, thin and ragged far from the face, its roundness, and where it dips under another. */
const THREAD = `
  bool warp = mod(k, 2.) < .5;
  float across = abs(warp ? f.x : f.y), along = abs(warp ? f.y : f.x), line = warp ? c.x : c.y,
    thin = smoothstep(165., 500., r + 118. * (u(p * .006 + 2.) - .5)), px = max(.05, .13 / K),
    wide = mix(.475, .05 + .1 * h(line, 5.), thin) * (1. - .9 * e * step(.9, h(c.x + i, c.y)));
  wide = mix(wide, max(wide, .5), z.a * .85);
  float body = 1. - smoothstep(wide - px, wide, across), glow = mix(.3, .22, F) + .6 * exp(-r / 236.),
    round = sqrt(max(0., 1. - across * across / (wide * wide))) * .42 + .62, dip = 1. - .42 * smoothstep(.28, .5, along) * (1. - thin);
  vec3 pic = own * mix(.3, .85, u(p * .01 + k * 4.)) * glow * 1.7 * (1. - z.a) + z.rgb;
  pic *= mix(round * dip * 1.15, 1.14 * (.86 + .14 * round * dip), .8 * z.a);
  float lum = dot(z.rgb, vec3(.3, .6, .1));
  pic = mix(pic, mix(vec3(.06, 0., .05), own * 1.15, smoothstep(.02, .75, lum)) * (.55 + .6 * lum), .42 * e * step(.5, h(i, B + 9.)) * step(.5, z.a));
`;

/** What shows between the threads: a dim mist in the dreamers' colours, and the threads that pass below. */
const GROUND = `
  float mist = u(p * .0035 + vec2(T * .02, 0.)), q1 = warp ? f.y : f.x, w1 = mix(.4, .04, thin);
  vec3 o = mix(vec3(.035, .02, .075), vec3(.16, .06, .24), mist * mist * 1.3);
  for (float j = 0.; j < N; j++) {
    vec2 x = (s - C - D[int(j)] * R * .42) / R.y;
    o += P[int(j)] * .2 / (1. + 9. * dot(x, x) * (1. + 9. * dot(x, x)));
  }
  o *= 1. - .45 * F;
  o += vec3(.17, 0., .02) * F * smoothstep(.45, .8, u(p * .008 + 5.)) + vec3(.34, .29, .2) * S * exp(-r * r / 43000.);
  o = mix(o * (.75 + .25 * thin), pic, body);
  o = mix(o, P[int(mod(k + 1., N))] * .3 * glow, .85 * (1. - smoothstep(w1 - px, w1, abs(q1))) * (1. - body));
  o += own * pow(max(0., sin((warp ? p.y : p.x) * .012 + h(line, 2.) * 40. - T * 1.4)), 36.) * body * (.75 + .3 * thin) * (1. - z.a * .9) * (1. - .6 * F);
`;

/** The halo, whose arcs close as the dream clears; the dark of the tears; the edges of the picture. */
const LIGHT = `
  a = d + vec2(0., 14.);
  float to = length(a), turn = atan(a.y, a.x), arc = smoothstep(0., .12, S * 1.25 - .3 - .8 * v(vec2(turn * 1.6 + 9., 3.)));
  vec3 ring = vec3(to - 206., to - 215. - 4. * cos(turn * 36.), to - 227.) / vec3(1.6, 1.3, 1.1);
  ring = exp(-ring * ring) * vec3(1., .6, .5);
  o += vec3(.8, .67, .4) * arc * (1. - z.a) * (ring.x + ring.y + ring.z + .42 * S * exp(-to * to / 38000.)
    + .7 * pow(.5 + .5 * cos(turn * 72.), 10.) * smoothstep(227., 233., to) * exp((227. - to) / 56.));
  t = .5 - .045 * e;
  o = mix(o, vec3(.02, 0., .03), smoothstep(t - .02, t, abs(fract(b) - .5)) * smoothstep(0., .25, e) * .92);
  s = s / R - .5;
  O = vec4(o * (1. - dot(s, s) * .75) + (h(gl_FragCoord.x, gl_FragCoord.y) - .5) * .03, 1.);
}
`;

export const FRAGMENT = HEAD + NOISE + CLOTH + OWNER + FACE + THREAD + GROUND + LIGHT;

/** One triangle over the whole canvas. */
export const VERTEX = `#version 300 es
void main() { gl_Position = vec4(gl_VertexID == 1 ? 3 : -1, gl_VertexID == 2 ? 3 : -1, 0, 1); }
`;
