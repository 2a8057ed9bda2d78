using System.Text.RegularExpressions;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Networks;

public partial class BibTexTests
{
    [Fact]
    public void An_entry_has_the_fields_that_a_list_of_references_needs() => Assert.Equal(
        """
        @inproceedings{kim2016vdsr,
          author = {Kim, Jiwon and Lee, Jung Kwon and Lee, Kyoung Mu},
          title = {{Accurate Image Super-Resolution Using Very Deep Convolutional Networks}},
          booktitle = {Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition},
          pages = {1646--1654},
          year = {2016},
          doi = {10.1109/CVPR.2016.182},
        }

        """.ReplaceLineEndings("\n"),
        BibTex.Of([ModelCatalog.Find("vdsr")]));

    /// <summary>Baselines that other papers describe share their entry; keys that repeat would be an error of BibTeX.</summary>
    [Fact]
    public void Papers_of_several_models_are_listed_once_and_keys_differ()
    {
        var keys = Entry().Matches(BibTex.Of(ModelCatalog.All)).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(keys.Distinct(), keys);
        Assert.Equal(ModelCatalog.All.SelectMany(model => model.Publications).Distinct().Count(), keys.Count);
    }

    [Fact]
    public void Every_published_model_names_a_paper_and_our_own_name_none() => Assert.All(
        ModelCatalog.All, model => Assert.True(model.IsPublished == model.Publications.Count > 0, model.Name));

    /// <summary>Characters outside ASCII need another program than BibTeX; braces must match, or the whole file is unreadable.</summary>
    [Fact]
    public void All_entries_can_be_read_by_plain_BibTeX()
    {
        var text = BibTex.Of(ModelCatalog.All);

        Assert.True(text.All(char.IsAscii));
        Assert.Equal(text.Count(character => character == '{'), text.Count(character => character == '}'));
        Assert.DoesNotContain("= {},", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^@\w+\{(\w+),$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
