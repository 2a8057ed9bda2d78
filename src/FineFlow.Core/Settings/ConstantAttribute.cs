using System.ComponentModel.DataAnnotations;

namespace FineFlow.Core.Settings;

/// <summary>
/// A setting that published configurations name although the definition has one value for it: the record's default. Any other value
/// is refused rather than ignored.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConstantAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var defaults = Activator.CreateInstance(validationContext.ObjectType);
        var constant = SettingsBinder.Show(validationContext.ObjectType.GetProperty(validationContext.MemberName!)!.GetValue(defaults));
        return SettingsBinder.Show(value) == constant
            ? ValidationResult.Success
            : new ValidationResult(Invariant($"must be {constant}, a constant of the definition"), [validationContext.MemberName!]);
    }
}
