using System.ComponentModel.DataAnnotations;

namespace FineFlow.Torch.Settings;

/// <summary>
/// A setting that published configurations name although the definition has one value for it: the record's default. Any other value
/// is refused rather than ignored.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConstantAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext context)
    {
        var defaults = Activator.CreateInstance(context.ObjectType);
        var constant = SettingsBinder.Show(context.ObjectType.GetProperty(context.MemberName!)!.GetValue(defaults));
        return SettingsBinder.Show(value) == constant
            ? ValidationResult.Success
            : new ValidationResult(Invariant($"must be {constant}, a constant of the definition"), [context.MemberName!]);
    }
}
