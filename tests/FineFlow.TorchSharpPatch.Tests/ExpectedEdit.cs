using System.Text;

namespace FineFlow.TorchSharpPatch.Tests;

/// <summary>The edits made by plain search and replace, without reading any table.</summary>
internal static class ExpectedEdit
{
    private const int HashToName = 8;

    public static byte[] Of(byte[] original)
    {
        var expected = original.ToArray();
        var name = OnlyPlaceOf(original, Encoding.ASCII.GetBytes("\0_ZSt21ios_base_library_initv\0")) + 1;
        Encoding.ASCII.GetBytes("_ZSt13get_terminatev\0\0\0\0\0\0\0\0").CopyTo(expected, name);

        Replace(original, expected, "GLIBCXX_3.4.32", 0x0297f870);
        if (original.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ElfFixture.Wait)) >= 0)
            Replace(original, expected, "GLIBCXX_3.4.30", 0x0297f861);
        return expected;
    }

    /// <summary>Puts the demand for an older version, found by the hash of its name, in the place of that for a newer one.</summary>
    private static void Replace(byte[] original, byte[] expected, string newer, int olderHash)
    {
        var demand = OnlyPlaceOf(original, BitConverter.GetBytes(ElfFixture.ElfHash(newer)));
        var older = OnlyPlaceOf(original, BitConverter.GetBytes(olderHash));
        original.AsSpan(older, 4).CopyTo(expected.AsSpan(demand));
        original.AsSpan(older + HashToName, 4).CopyTo(expected.AsSpan(demand + HashToName));
    }

    private static int OnlyPlaceOf(byte[] bytes, byte[] pattern)
    {
        var first = bytes.AsSpan().IndexOf(pattern);
        Assert.True(first >= 0, "the original does not hold what is to be replaced");
        Assert.Equal(-1, bytes.AsSpan(first + 1).IndexOf(pattern));
        return first;
    }
}
