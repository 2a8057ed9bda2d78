using CsCheck;

using FineFlow.Core;

namespace FineFlow.TorchSharpPatch.Tests;

public class HostileBytesTests
{
    private static readonly byte[] Whole = new ElfFixture().Build();

    private static readonly Gen<(int Place, byte Value)[]> Damage =
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte, (place, value) => (place, value)).Array[1, 8];

    [Fact]
    public void Any_single_byte_changed_to_anything_is_edited_or_refused_and_never_crashes()
    {
        for (var place = 0; place < Whole.Length; place++)
        {
            for (var value = 0; value <= byte.MaxValue; value++)
                AssertEditedOrRefused([(place, (byte)value)]);
        }
    }

    [Fact]
    public void Several_bytes_changed_are_edited_or_refused_and_never_crash() => Damage.Sample(AssertEditedOrRefused, iter: 20_000);

    private static void AssertEditedOrRefused((int Place, byte Value)[] damage)
    {
        var bytes = Whole.ToArray();
        foreach (var (place, value) in damage)
            bytes[place] = value;
        var before = bytes.ToArray();

        var edited = false;
        try
        {
            edited = LibstdcxxEdit.Apply("lib.so", bytes);
        }
        catch (BadInputException)
        {
            // A refusal is the one failure allowed; it must leave the bytes alone, as "nothing to do" must.
        }

        if (!edited)
            Assert.True(before.AsSpan().SequenceEqual(bytes), $"changed by a refusal: {string.Join(", ", damage)}");
    }
}
