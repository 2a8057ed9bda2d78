using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.TaxiBj;

namespace FineFlow.Ingest.Tests.TaxiBj;

public class ArchiveFuzzTests
{
    private const int Rounds = 150;

    // The list at the end, and the head of an npy file.
    private const int ListBytes = 1000;
    private const int HeadBytes = 140;

    [Fact]
    public void A_mutated_archive_gives_the_same_counts_or_one_clear_line()
    {
        var zip = PublishedSample.Zip();
        Mutations(zip.Length, zip.Length - ListBytes, zip.Length).Sample(
            mutations =>
            {
                using var folder = new TemporaryFolder();
                File.WriteAllBytes(folder.File("P1.zip"), Apply(zip, mutations));
                if (Imports(folder.File("P1.zip"), folder.File("out")))
                {
                    var only = Assert.Single(Directory.EnumerateDirectories(folder.File("out")));
                    PublishedSample.AssertSame(PublishedSample.Splits, DatasetFolder.Load(only));
                }
            },
            iter: Rounds,
            threads: 1);
    }

    [Fact]
    public void A_mutated_array_is_imported_or_refused_with_one_clear_line()
    {
        var array = PublishedSample.Files["test/X.npy"];
        using var folder = new TemporaryFolder();
        PublishedSample.WriteFolder(folder.File("P1"));
        Mutations(array.Length, 0, HeadBytes).Sample(
            mutations =>
            {
                File.WriteAllBytes(folder.File("P1/test/X.npy"), Apply(array, mutations));
                if (Imports(folder.File("P1"), folder.File("out")))
                {
                    Assert.Equal(2, DatasetFolder.Load(folder.File("out/P1"), new() { Splits = ["test"] })["test"].Samples);
                    Directory.Delete(folder.File("out"), recursive: true);
                }
            },
            iter: Rounds,
            threads: 1);
    }

    private static bool Imports(string source, string folder)
    {
        try
        {
            TaxiBjImport.Run(new() { Sources = [source], Folder = folder }, cancellationToken: TestContext.Current.CancellationToken);
            return true;
        }
        catch (BadInputException bad)
        {
            Assert.DoesNotContain('\n', bad.Message);
            Assert.False(Directory.Exists(folder));
            return false;
        }
    }

    /// <summary>One to four changes, half of them in the interesting region.</summary>
    private static Gen<(int Kind, int Place, byte Value, int Length)[]> Mutations(int length, int from, int to) =>
        Gen.Select(Gen.Int[0, 4], Gen.OneOf(Gen.Int[0, length - 1], Gen.Int[from, to - 1]), Gen.Byte, Gen.Int[1, 40]).Array[1, 4];

    private static byte[] Apply(byte[] bytes, (int Kind, int Place, byte Value, int Length)[] mutations)
    {
        var result = bytes.ToList();
        foreach (var (kind, place, value, length) in mutations.Where(mutation => mutation.Place < result.Count))
        {
            var run = Math.Min(length, result.Count - place);
            switch (kind)
            {
                case 0:
                    result[place] ^= (byte)Math.Max((int)value, 1);
                    break;
                case 1:
                    result[place] = (byte)(value < 128 ? 0 : 255);
                    break;
                case 2:
                    result.RemoveRange(place, run);
                    break;
                case 3:
                    result.InsertRange(place, result.GetRange(place, run));
                    break;
                default:
                    result.RemoveRange(place, value < 16 ? result.Count - place : 0);
                    break;
            }
        }

        return [.. result];
    }
}
