using System.Globalization;
using Weir.Wire;

namespace Weir.Analytics.Groups;

/// <summary>An address prefix, its bits at the top of 128 (an IPv4 prefix uses the upper 32), and the group it belongs to.</summary>
/// <param name="Bits">Network bits; those behind the length are 0.</param>
/// <param name="Length">Length in bits.</param>
/// <param name="Group">Number of the group.</param>
internal readonly record struct Prefix(UInt128 Bits, byte Length, int Group)
{
    /// <summary>Reads <c>address</c> or <c>address/length</c>; host bits behind the length are cleared.</summary>
    public static bool TryParse(string text, int group, out Prefix prefix, out bool isV6)
    {
        prefix = default;
        isV6 = false;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> addressText = slash < 0 ? rest : rest[..slash];
        if (!NetworkAddress.TryParse(addressText, out NetworkAddress address))
        {
            return false;
        }

        // "::ffff:10.0.0.0/104" is 10.0.0.0/8 written as IPv6: the address came back as IPv4.
        bool mapped = address.Family == NetworkFamily.V4 && addressText.Contains(':');
        isV6 = address.Family == NetworkFamily.V6;
        int full = isV6 ? 128 : 32;
        int length = full;
        if (slash >= 0)
        {
            if (!int.TryParse(rest[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length))
            {
                return false;
            }

            length -= mapped ? 96 : 0;
        }

        if (length < 0 || length > full)
        {
            return false;
        }

        UInt128 bits = isV6 ? new UInt128(address.High, address.Low) : new UInt128(address.Low << 32, 0);
        prefix = new Prefix(Mask(bits, length), (byte)length, group);
        return true;
    }

    /// <summary>Clears the bits behind the first <paramref name="length"/>.</summary>
    public static UInt128 Mask(UInt128 bits, int length) => length == 0 ? UInt128.Zero : bits & (UInt128.MaxValue << (128 - length));
}
