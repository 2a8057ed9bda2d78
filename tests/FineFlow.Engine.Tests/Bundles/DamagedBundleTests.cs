using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.Engine.Tests.Bundles;

/// <summary>A damaged bundle is refused and the version before goes on serving, or its answers are those of the sound one.</summary>
public sealed class DamagedBundleTests : IDisposable
{
    private static readonly (string, JsonNode)[] Smallest = [("height", 1), ("width", 1)];

    private readonly TestEngine _test = new();

    public DamagedBundleTests()
    {
        SmallBundles.Write(_test.Folder("a", "0"), "ha", 1, Smallest);
        _test.Load("a");
    }

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("card.json", 0x01)]
    [InlineData("card.json", 0x20)]
    [InlineData("weights.safetensors", 0x01)]
    [InlineData("weights.safetensors", 0x80)]
    public async Task Every_byte_of_a_small_bundle_may_be_flipped(string file, byte bits)
    {
        var expected = await AnswerAsync();
        var length = new FileInfo(_test.Folder("a", "0", file)).Length;
        var refusals = 0;
        for (var i = 0; i < length; i++)
        {
            var folder = Damage(file, i, bits);
            try
            {
                _test.Load("a");
            }
            catch (BadInputException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
                refusals++;
            }

            Assert.Equal(expected, await AnswerAsync());
            Directory.Delete(folder, recursive: true);
        }

        Assert.True(refusals > length / 2, $"{refusals} of {length}");
    }

    /// <summary>A further version, which differs in a byte.</summary>
    private string Damage(string file, int place, byte bits)
    {
        var folder = Directory.CreateDirectory(_test.Folder("a", $"{place + 1}")).FullName;
        foreach (var sound in Directory.GetFiles(_test.Folder("a", "0")))
        {
            File.Copy(sound, Path.Combine(folder, Path.GetFileName(sound)));
        }

        var bytes = File.ReadAllBytes(Path.Combine(folder, file));
        bytes[place] ^= bits;
        File.WriteAllBytes(Path.Combine(folder, file), bytes);
        return folder;
    }

    private async Task<float[]> AnswerAsync()
    {
        using var lease = await _test.Registry.LeaseAsync("a", new VersionChoice());
        return (await _test.Engine.InferAsync(lease.Model, SmallBundles.Coarse(side: 1), SmallBundles.External()))[0].Fine.Values;
    }
}
